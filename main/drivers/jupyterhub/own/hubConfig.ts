/**
 * The configuration of a run's own hub. Nothing is written into it: what differs comes from its variables. Programs are
 * started by links in the run's folder, so that a sweep knows what belongs to it.
 * https://jupyterhub.readthedocs.io/en/stable/reference/config-reference.html
 */
export const hubConfig = `import os

folder = os.environ['ISOSCOPE_HUB']
port, hub_port, api_port = os.environ['ISOSCOPE_HUB_PORTS'].split(',')
c = get_config()
c.JupyterHub.bind_url = f'http://127.0.0.1:{port}'
c.JupyterHub.hub_bind_url = f'http://127.0.0.1:{hub_port}'
c.JupyterHub.db_url = f'sqlite:///{folder}/hub.sqlite'
c.JupyterHub.cookie_secret_file = f'{folder}/cookie'
c.ConfigurableHTTPProxy.api_url = f'http://127.0.0.1:{api_port}'
c.ConfigurableHTTPProxy.pid_file = f'{folder}/proxy.pid'
c.ConfigurableHTTPProxy.command = [f'{folder}/bin/node', os.environ['ISOSCOPE_HUB_PROXY']]
# Nobody logs in: the one who may do anything is the token below.
c.JupyterHub.authenticator_class = 'dummy'
c.DummyAuthenticator.password = os.environ['ISOSCOPE_HUB_TOKEN']
c.JupyterHub.spawner_class = 'simple'
c.SimpleLocalProcessSpawner.home_dir_template = folder + '/users/{username}'
c.Spawner.cmd = [f'{folder}/bin/python3', os.environ['ISOSCOPE_HUB_SINGLEUSER']]
c.Spawner.args = ['--allow-root'] if os.getuid() == 0 else []
c.JupyterHub.services = [{'name': 'isoscope', 'api_token': os.environ['ISOSCOPE_HUB_TOKEN']}]
c.JupyterHub.load_roles = [
    {'name': 'isoscope', 'services': ['isoscope'], 'scopes': ['admin:users', 'admin:servers', 'access:servers', 'read:hub']},
]
`
