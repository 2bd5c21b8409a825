// Starts posthog-js with the flags and the identity that the server wrote into the page. A page that loads posthog-js otherwise, such as from a bundle, calls
// posthogBootstrap.start(posthog, options) itself. Options of a page whose posthog-js is started here are in window.posthogOptions.
(() => {
  "use strict";
  const island = document.getElementById("posthog-bootstrap");
  if (!island) return;
  const page = JSON.parse(island.textContent);
  const bootstrap = page.bootstrap;

  function start(posthog, options = {}) {
    const isCookieless = options.cookieless_mode === "always";
    const { distinctID, isIdentifiedID, ...flags } = bootstrap;
    let deviceId = isCookieless ? undefined : page.deviceId;
    const config = {
      api_host: page.apiHost,
      ...(page.uiHost && { ui_host: page.uiHost }),
      ...options,
      bootstrap: { ...options.bootstrap, ...(isCookieless ? flags : bootstrap) },

      // A user whom posthog-js knows already would get another device with each page.
      get_device_id(id) {
        const own = options.get_device_id ? options.get_device_id(id) : id;
        const known = posthog.get_property && posthog.get_property("$device_id");
        return deviceId || (typeof known === "string" && known) || own;
      },
      loaded(instance) {
        deviceId = undefined;
        if ("user" in page && !isCookieless) follow(instance);
        if (page.reload) instance.reloadFeatureFlags();
        if (options.loaded) options.loaded(instance);
      },
    };
    if (page.isRefused) {
      Object.assign(config, { persistence: "memory", opt_out_capturing_by_default: true, advanced_disable_flags: true });
    }
    return posthog.init(page.token, config);
  }

  // Makes posthog-js agree with the server about who is signed in.
  function follow(posthog) {
    const isOther = () => posthog.get_distinct_id() !== page.user;
    const forgets = isOther() && posthog.get_property("$user_state") === "identified";
    if (forgets) posthog.reset();
    if (!page.user) return;
    if (isOther()) posthog.identify(page.user);
    for (const [type, key] of Object.entries(page.groups || {})) {
      if (posthog.getGroups()[type] !== key) posthog.group(type, key);
    }

    // The flags were this user's all along.
    if (forgets && bootstrap.featureFlags && posthog.updateFlags) posthog.updateFlags(bootstrap.featureFlags, bootstrap.featureFlagPayloads);
  }

  window.posthogBootstrap = { ...bootstrap, start };
  if (window.posthog && window.posthog.init && !window.posthog.__loaded) start(window.posthog, window.posthogOptions);
})();
