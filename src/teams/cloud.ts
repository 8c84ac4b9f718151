/** What `teams` needs to know, as the settings give it. */
export interface TeamsConfig {
  readonly appId: string;
  readonly appPassword: string;
  readonly tenantIds: readonly string[];
  readonly openIdMetadataUrl?: string;
  readonly loginUrl?: string;
  readonly publicUrl?: string;
  readonly sendsPerMinute?: number;
  /** The server listens on this machine alone. */
  readonly loopback: boolean;
}

/** Where the bot logs in, whom it believes, and where it may send messages to. */
export interface Cloud {
  readonly login: string; // without a slash at its end
  readonly authority: string; // issuer of inbound tokens, audience of outbound ones
  readonly openIdMetadata: string;
  readonly serviceUrl: string | undefined; // for tenants that nobody has spoken from yet
  trusts(url: string): boolean;
}

const clouds = {
  world: {
    login: "https://login.microsoftonline.com",
    authority: "https://api.botframework.com",
    openIdMetadata: "https://login.botframework.com/v1/.well-known/openidconfiguration",
    serviceUrl: "https://smba.trafficmanager.net/teams/",
  },
  usGovernment: {
    login: "https://login.microsoftonline.us",
    authority: "https://api.botframework.us",
    openIdMetadata: "https://login.botframework.azure.us/v1/.well-known/openidconfiguration",
    serviceUrl: "https://smba.infra.gov.teams.microsoft.us/teams/",
  },
  china: {
    login: "https://login.partner.microsoftonline.cn",
    authority: "https://api.botframework.azure.cn",
    openIdMetadata: "https://login.botframework.azure.cn/v1/.well-known/openidconfiguration",
    serviceUrl: undefined,
  },
} as const;

/** The cloud behind the settings: TEAMS_LOGIN_URL names a sovereign one, and either URL may point at a server of one's own. */
export function cloudOf({ appId, loginUrl, openIdMetadataUrl, loopback }: TeamsConfig): Cloud {
  const login = (loginUrl ?? clouds.world.login).replace(/\/+$/, "");
  const known = Object.values(clouds).find((cloud) => cloud.login === login);
  const own = [loginUrl, openIdMetadataUrl].some((url) => url !== undefined && isLoopback(url));
  // Behind a proxy the bot listens on this machine alone, too: then whoever is let in could name a server of this machine.
  const open = appId === "" && loopback;
  return {
    ...(known ?? clouds.world),
    login,
    openIdMetadata: openIdMetadataUrl ?? (known ?? clouds.world).openIdMetadata,
    serviceUrl: own ? undefined : (known ?? clouds.world).serviceUrl,
    trusts: (url) => isMicrosofts(url) || ((own || open) && isLoopback(url)),
  };
}

const hosts =
  /^smba\.trafficmanager\.net$|\.teams\.microsoft\.(com|us)$|\.teams\.microsoftonline\.cn$|\.botframework\.(com|us)$|\.botframework\.azure\.(us|cn)$/;

/** Our token goes to whatever host an activity names, so only Microsoft's own are taken. */
function isMicrosofts(url: string): boolean {
  const { protocol, hostname } = parsed(url);
  return protocol === "https:" && hosts.test(hostname);
}

/** Where Teams lets a bot put a file that somebody agreed to take: the person's own OneDrive. */
export function takesFiles(url: string, cloud: Cloud): boolean {
  const { protocol, hostname } = parsed(url);
  return (protocol === "https:" && /\.sharepoint(-df)?\.(com|us|cn)$/.test(hostname)) || (isLoopback(url) && cloud.trusts(url));
}

function isLoopback(url: string): boolean {
  const { hostname } = parsed(url);
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}

function parsed(url: string): { readonly protocol: string; readonly hostname: string } {
  return URL.canParse(url) ? new URL(url) : { protocol: "", hostname: "" };
}
