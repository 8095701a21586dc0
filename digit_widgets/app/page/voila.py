"""Configuration of Voila for a page that anybody may visit.

``digit-widgets app`` uses it. For a page of your own, write a ``voila.py`` beside your notebook::

    from digit_widgets.app.page import CONFIGURATION

    load_subconfig(CONFIGURATION)
    c.VisitorKernels.max_visitors = 20

and start ``voila NOTEBOOK.ipynb``.
"""

import os

from digit_widgets.app.page import LARGEST_MESSAGE, TEMPLATES
from digit_widgets.app.page.exporter import install_exporter
from digit_widgets.app.page.http_server import log_failure

install_exporter()
c = get_config()  # type: ignore[name-defined]  # noqa: F821

# The look: this package's template, which asks no other host for anything. A notebook may choose
# another template or theme, but a visitor may not, by the address.
if TEMPLATES not in os.environ.get("JUPYTER_PATH", "").split(os.pathsep):
    os.environ["JUPYTER_PATH"] = os.pathsep.join(
        filter(None, [TEMPLATES, os.environ.get("JUPYTER_PATH", "")])
    )
c.VoilaConfiguration.template = "digit-widgets"
c.VoilaConfiguration.allow_template_override = "NOTEBOOK"
c.VoilaConfiguration.allow_theme_override = "NOTEBOOK"

# Kernels: one for each visitor while there are places, and one that waits for the next. A page
# that is gone gives its place back at once if it says so, and else after a while.
c.VoilaConfiguration.multi_kernel_manager_class = (
    "digit_widgets.app.kernels.visitors.VisitorKernels"
)
# On Linux they are forked from a warm process: most of a kernel is what all of them import.
c.VoilaConfiguration.kernel_spec_manager_class = (
    "digit_widgets.app.fork_server.kernel_specs.ForkedKernels"
)
c.VoilaConfiguration.preheat_kernel = True
c.VoilaConfiguration.default_pool_size = 1
c.VoilaKernelManager.fill_delay = 0.1  # seconds until the next kernel is started
c.VisitorKernels.leave_after = 60.0
# Seconds between two looks for pages that are gone, and for kernels that have died.
c.MappingKernelManager.cull_idle_timeout = 1  # any number but 0 makes the server look
c.MappingKernelManager.cull_interval = 10
c.KernelRestarter.time_to_dead = 1.0
# Seconds for which all that belongs to a connection is kept after it has closed.
c.MappingKernelManager.kernel_info_timeout = 10.0

# Connections: bars without delay, frames checked, one page for a kernel.
c.Voila.kernel_websocket_connection_class = (
    "digit_widgets.app.kernels.connections.VisitorConnection"
)
# A page's own kernel may send it as much as it likes: counting takes time for each message.
c.ZMQChannelsWebsocketConnection.limit_rate = False

# People: everybody is let in, nobody gets a cookie, and /health tells how full it is.
c.Voila.identity_provider_class = "digit_widgets.app.page.visitors.Visitors"
c.Voila.authorizer_class = "digit_widgets.app.page.visitors.NothingElse"
c.Voila.tornado_settings = {
    "websocket_max_message_size": LARGEST_MESSAGE,
    # A page is allowed what it is by knowing the number of its kernel, and nothing by a cookie: no
    # request is worth forging. With the check, Voila's page could not tell that it is left.
    "disable_check_xsrf": True,
    "log_function": log_failure,
    "xsrf_cookie_kwargs": {"samesite": "Lax", "httponly": True},
}
