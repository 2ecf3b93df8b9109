# A hub for tests: anybody logs in, servers are processes of this machine, one token that may do everything and one that may not.
# https://jupyterhub.readthedocs.io/en/stable/reference/config-reference.html
import os

home = os.environ['ISOSCOPE_HUB']
port, hub_port, api_port = os.environ['ISOSCOPE_HUB_PORTS'].split(',')
c = get_config()  # noqa: F821
c.JupyterHub.bind_url = f'http://127.0.0.1:{port}{os.environ.get("ISOSCOPE_HUB_BASE", "/")}'
c.JupyterHub.hub_bind_url = f'http://127.0.0.1:{hub_port}'
c.ConfigurableHTTPProxy.api_url = f'http://127.0.0.1:{api_port}'
c.ConfigurableHTTPProxy.pid_file = f'{home}/proxy.pid'
c.JupyterHub.db_url = f'sqlite:///{home}/hub.sqlite'
c.JupyterHub.cookie_secret_file = f'{home}/cookie'
c.JupyterHub.authenticator_class = 'dummy'
c.Authenticator.admin_users = {'admin'}
c.JupyterHub.spawner_class = 'simple'
c.SimpleLocalProcessSpawner.home_dir_template = home + '/users/{username}'
c.Spawner.args = ['--allow-root'] if os.getuid() == 0 else []
# Short, so that every start outlasts it and is followed by its progress.
c.JupyterHub.tornado_settings = {'slow_spawn_timeout': 1}
c.JupyterHub.allow_named_servers = True


def choose_server(spawner):
    # `broken` has a server that is not there, `silent` one that never answers.
    if spawner.user.name == 'broken':
        spawner.cmd = ['/nonexistent/jupyterhub-singleuser']
    if spawner.user.name == 'silent':
        spawner.cmd = ['sleep', '600']
        spawner.args = []
        spawner.http_timeout = 2


c.Spawner.http_timeout = 120
c.Spawner.pre_spawn_hook = choose_server
c.JupyterHub.services = [
    {'name': 'isoscope', 'api_token': os.environ['ISOSCOPE_HUB_TOKEN']},
    {'name': 'reader', 'api_token': os.environ['ISOSCOPE_HUB_READER']},
]
c.JupyterHub.load_roles = [
    {
        'name': 'isoscope',
        'services': ['isoscope'],
        'scopes': ['admin:users', 'admin:servers', 'list:users', 'read:hub', 'proxy', 'shutdown', 'tokens', 'access:servers'],
    },
    {'name': 'reader', 'services': ['reader'], 'scopes': ['list:users', 'read:users', 'read:servers', 'read:hub']},
]
