/** Where this browser keeps the theme that was last shown, for the first frame: the settings come over the wire, too late. */
export const themeKey = 'isoscope.theme'
