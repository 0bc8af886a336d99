"""How the REST interface answers, and how it is described."""

FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.api.authentication.TokenAuthentication",
        "accounts.api.authentication.CookieAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["accounts.api.authentication.InScope"],
    "DEFAULT_PARSER_CLASSES": ["pmhub.lib.api.parsing.JSONParser", "pmhub.lib.api.parsing.MergePatchParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "pmhub.lib.api.schema.Schema",
    "EXCEPTION_HANDLER": "pmhub.lib.api.problems.respond",
    "SCHEMA_COERCE_PATH_PK": False,
}
DESCRIPTION = {
    "TITLE": "PMHub",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "POSTPROCESSING_HOOKS": ["pmhub.lib.api.schema.describe_problems"],
    "DESCRIPTION": "The REST interface of PMHub: products, requirements and the stream of their changes.",
}
