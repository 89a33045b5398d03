"""Signing in with a work account: what the identity provider says is checked before it counts."""

import jwt
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render

# Signatures that are checked with a public key of the provider.
ALGORITHMS = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"}
# All that we keep of what the provider says.
CLAIMS = {"sub", "email", "email_verified", "auth_time"}
# What to tell when a claim is missing: the name of the claim helps whoever keeps the provider.
MISSING = {
    "sub": "wie je bent",
    "email": "je e-mailadres",
    "email_verified": "dat je e-mailadres is gecontroleerd",
}


class WorkAccounts(OpenIDConnectOAuth2Adapter):
    """django-allauth's client of the provider, which trusts the connection; this one does not."""

    def _decode_id_token(self, app, id_token: str) -> dict:
        """Return the claims of the token after checking its signature, audience and age."""
        try:
            algorithm = jwt.get_unverified_header(id_token).get("alg")
            if algorithm not in ALGORITHMS:
                raise OAuth2Error(f"Unexpected algorithm: {algorithm}")
            return jwtkit.verify_and_decode(
                credential=id_token,
                keys_url=self.openid_config["jwks_uri"],
                issuer=self.openid_config["issuer"],
                audience=app.client_id,
                lookup_kid=jwtkit.lookup_kid_jwk,
                verify_signature=True,
            )
        except (KeyError, jwt.PyJWTError) as error:
            raise OAuth2Error("The token of the identity provider is not right") from error

    def complete_login(self, request: HttpRequest, app, token, **kwargs) -> SocialLogin:
        """Return who signed in. Shows a page that says what is missing, if something is."""
        id_token = kwargs["response"].get("id_token")
        if not id_token:
            raise OAuth2Error("The identity provider gave no token")
        proven = self._decode_id_token(app, id_token)
        told = self._fetch_user_info(token.token)
        if told.get("sub") != proven.get("sub"):
            raise OAuth2Error("The identity provider spoke of two people")
        claims = {name: value for name, value in (proven | told).items() if name in CLAIMS}
        claims["email_verified"] = is_verified(claims)
        if missing := [
            f"{words} ({name})" for name, words in MISSING.items() if not claims.get(name)
        ]:
            page = render(
                request, "socialaccount/claims_missing.html", {"missing": missing}, status=403
            )
            raise ImmediateHttpResponse(page)
        data = {"userinfo": claims, "id_token": {"auth_time": proven.get("auth_time", 0)}}
        return self.get_provider().sociallogin_from_response(request, data)


def is_verified(claims: dict) -> bool:
    """Return whether the provider checked the address. The text "false" is not true.

    Some providers never say so; then the domains in OIDC_VERIFIED_DOMAINS count as checked.
    """
    said = claims.get("email_verified")
    if said is None:
        domain = str(claims.get("email", "")).rpartition("@")[2].lower()
        return domain in settings.OIDC_VERIFIED_DOMAINS
    return said is True or str(said).lower() == "true"
