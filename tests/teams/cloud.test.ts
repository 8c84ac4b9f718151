import { describe, expect, test } from "vitest";
import { cloudOf, takesFiles } from "../../src/teams/cloud.ts";
import { teams } from "../../src/teams/index.ts";

const config = { appId: "5f0e2a55-1111-4c3b-9d3a-0a0b0c0d0e0f", appPassword: "not-a-secret", tenantIds: ["t1"], loopback: false };
const deps = { store: { recall: async () => undefined, remember: async () => {} }, log: { info() {}, warn() {}, error() {} } };

describe("the clouds of Microsoft", () => {
  test.each([
    [undefined, "https://api.botframework.com"],
    ["https://login.microsoftonline.com/", "https://api.botframework.com"],
    ["https://login.microsoftonline.us", "https://api.botframework.us"],
    ["https://login.partner.microsoftonline.cn", "https://api.botframework.azure.cn"],
  ])("TEAMS_LOGIN_URL %s is believed when %s speaks", (loginUrl, authority) => {
    const settings = { ...config, ...(loginUrl !== undefined && { loginUrl }) };
    expect(cloudOf(settings).authority).toBe(authority);
    expect(() => teams(settings, async () => ({ kind: "done" }), deps)).not.toThrow();
  });

  test.each([
    ["https://smba.trafficmanager.net/emea/", true],
    ["https://smba.infra.gcc.teams.microsoft.com/gcc/", true],
    ["https://smba.infra.gov.teams.microsoft.us/teams/", true],
    ["https://smba.infra.dod.teams.microsoft.us/teams/", true],
    ["https://frontend.botapi.msg.infra.teams.microsoftonline.cn/", true],
    ["http://smba.trafficmanager.net/emea/", false],
    ["https://evil.trafficmanager.net/", false],
    ["https://smba.trafficmanager.net.evil.example/", false],
    ["https://teams.microsoft.com.evil.example/", false],
    ["https://user@evil.example/https://smba.trafficmanager.net/", false],
    ["http://127.0.0.1:3978/", false],
    ["http://169.254.169.254/", false],
    ["https://169.254.169.254/", false],
    ["https://[::1]/", false],
    ["http://localhost/", false],
    ["http://2130706433/", false],
    ["http://0x7f.1/", false],
    ["http://[::ffff:127.0.0.1]/", false],
    ["https://smba.trafficmanager.net./", false],
    ["https://smba.trafficmanager.net%2eevil.example/", false],
    ["https://evilbotframework.com/", false],
    ["https://botframework.com.evil.example/", false],
    ["not an address", false],
  ])("messages to %s: %s", (url, trusted) => {
    expect(cloudOf(config).trusts(url)).toBe(trusted);
  });

  test("a machine of one's own is trusted only while the bot is pointed at it, or has no app id there; not behind a proxy", () => {
    const here = "http://127.0.0.1:3978/";
    expect(cloudOf({ ...config, openIdMetadataUrl: "http://127.0.0.1:1/openid" }).trusts(here)).toBe(true);
    expect(cloudOf({ ...config, appId: "", loopback: true }).trusts(here)).toBe(true);
    const behindProxy = cloudOf({ ...config, loopback: true });
    expect([behindProxy.trusts(here), takesFiles("http://127.0.0.1:9464/up", behindProxy)]).toEqual([false, false]);
    expect(cloudOf({ ...config, openIdMetadataUrl: "https://login.example/openid" }).trusts(here)).toBe(false);
  });

  test.each([
    ["https://contoso-my.sharepoint.com/personal/x/up", true],
    ["https://contoso-my.sharepoint.us/up", true],
    ["https://sharepoint.com.evil.example/up", false],
    ["http://contoso-my.sharepoint.com/up", false],
    ["http://127.0.0.1/up", false],
  ])("files to %s: %s", (url, taken) => {
    expect(takesFiles(url, cloudOf(config))).toBe(taken);
  });
});
