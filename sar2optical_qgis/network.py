"""How the plugin asks the network: through QGIS, its proxy, certificates and passwords, and only when told.

Nothing here runs unless one of the algorithms that fetch is run. What GDAL reads it reads by itself: the settings that
it needs for that are taken from QGIS too.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from qgis.core import QgsApplication, QgsAuthMethodConfig, QgsBlockingNetworkRequest, QgsNetworkAccessManager
from qgis.PyQt.QtCore import QByteArray, QUrl
from qgis.PyQt.QtNetwork import QNetworkProxy, QNetworkProxyQuery, QNetworkRequest

from .core.catalog.access import Access, Account
from .core.catalog.providers import BY_NAME, DEFAULT
from .core.catalog.service import HttpError, Patience
from .core.errors import Cancelled, InputError

OK = 200
SOCKS = QNetworkProxy.ProxyType.Socks5Proxy


def fetch_for(feedback, authcfg='', hosts=(), patience=None):
    """The core's fetch(url, body) -> bytes in this thread; `feedback` cancels it, `authcfg` goes to `hosts` alone."""
    timeout = round(1000 * (patience or Patience()).timeout_s)

    def fetch(url, body):
        request = QNetworkRequest(QUrl(url))
        request.setTransferTimeout(timeout)
        asked = QgsBlockingNetworkRequest()
        if authcfg and urlsplit(url).hostname in hosts:
            asked.setAuthCfg(authcfg)
        if body is None:  # always anew: tokens and pages must not come from the cache on the disk
            asked.get(request, True, feedback)
        else:
            request.setHeader(QNetworkRequest.KnownHeaders.ContentTypeHeader, 'application/json')
            asked.post(request, QByteArray(body), True, feedback)
        if feedback is not None and feedback.isCanceled():
            raise Cancelled
        reply = asked.reply()
        status = reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute)
        content = bytes(reply.content())
        # A time-out ends without an error, without a status and without a body.
        if status == OK and content:
            return content
        wait = bytes(reply.rawHeader(QByteArray(b'Retry-After'))).decode('latin-1')
        raise HttpError(int(status) if status and status != OK else 0, wait, content)

    return fetch


def hosts_of(catalog):
    """The hosts of the catalogues that are named by their URL: what an account of the user's is for."""
    urls = [name.strip() for name in catalog.split(',') if '://' in name]
    return tuple(filter(None, (urlsplit(url).hostname for url in urls)))


def access_for(catalog, authcfg=''):
    """What GDAL needs to read pixels of a catalogue as QGIS would. Runs in the main thread."""
    urls = [name.strip() for name in catalog.split(',') if '://' in name]
    return Access(proxy_options(urls[0] if urls else BY_NAME[DEFAULT].root), account_of(authcfg), hosts_of(catalog))


def proxy_options(url):
    """GDAL's options for the proxy that QGIS takes for a URL; none where it takes none."""
    factory = QgsNetworkAccessManager.instance().proxyFactory()
    proxies = factory.queryProxy(QNetworkProxyQuery(QUrl(url))) if factory is not None else []
    proxy = next((each for each in proxies if each.hostName()), None)
    if proxy is None:
        return {}
    scheme = 'socks5h://' if proxy.type() == SOCKS else ''
    options = {'GDAL_HTTP_PROXY': f'{scheme}{proxy.hostName()}:{proxy.port()}'}
    if proxy.user():
        options['GDAL_HTTP_PROXYUSERPWD'] = f'{proxy.user()}:{proxy.password()}'
        options['GDAL_PROXY_AUTH'] = 'ANY'
    return options


def account_of(authcfg):
    """The account behind an authentication of QGIS: a user and password (or two S3 keys), or a header."""
    if not authcfg:
        return Account()
    config = QgsAuthMethodConfig()
    _, config = _loaded(authcfg, config)
    values = config.configMap()
    if config.method() == 'Basic':
        return Account(values.get('username', ''), values.get('password', ''))
    if config.method() == 'APIHeader' and values:
        name, value = next(iter(values.items()))
        return Account(header=f'{name}: {value}')
    raise InputError(
        f'AUTH is of the kind "{config.method() or "none"}", which pixels cannot be read with. Choose one of the kind '
        'Basic (user and password, or the two S3 keys in their place) or API Header.'
    )


def _loaded(authcfg, config):
    found = QgsApplication.authManager().loadAuthenticationConfig(authcfg, config, True)
    return found if isinstance(found, tuple) else (found, config)
