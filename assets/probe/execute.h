#ifndef ISOSCOPE_EXECUTE_H
#define ISOSCOPE_EXECUTE_H

/*
 * Looks along PATH as execvp does, but a file the kernel cannot execute is an error: execvp would hand it to a shell.
 * Returns only when it could not be started, with errno. Allocates nothing, so it may follow a vfork.
 */
void execute(char *const *argv);

#endif
