// The identity provider of the tests: oidc-provider, with people whose claims are right or wrong.
// node provider.mjs PORT REDIRECT_URI
import Provider from "oidc-provider";

const [port, redirectUri] = process.argv.slice(2);
const CLAIMS = {
  samira: { email: "samira@delinde.example", email_verified: true, name: "Samira El Idrissi" },
  "text-false": { email: "marga@delinde.example", email_verified: "false" },
  unverified: { email: "marga@delinde.example" },
  "no-address": { name: "Zonder Adres" },
  newcomer: { email: "nieuw@delinde.example", email_verified: true },
  forged: { email: "marga@delinde.example", email_verified: true },
};

const provider = new Provider(`http://localhost:${port}`, {
  clients: [
    { client_id: "aanloop", client_secret: "a-secret-of-the-tests", redirect_uris: [redirectUri] },
  ],
  pkce: { required: () => true },
  scopes: ["openid", "profile", "email"],
  claims: { openid: ["sub"], profile: ["name"], email: ["email", "email_verified"] },
  cookies: { keys: ["a-key-of-the-tests"] },
  findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub, ...CLAIMS[sub] }) }),
});

// Somebody between us and the provider puts other claims into the token.
provider.use(async (ctx, next) => {
  await next();
  if (ctx.oidc?.route !== "token" || ctx.oidc.account?.accountId !== "forged") return;
  const [head, body, signature] = ctx.body.id_token.split(".");
  const claims = JSON.parse(Buffer.from(body, "base64url"));
  const changed = Buffer.from(JSON.stringify({ ...claims, acr: "mfa" })).toString("base64url");
  ctx.body.id_token = [head, changed, signature].join(".");
});

provider.listen(Number(port), "localhost", () => console.log("ready"));
