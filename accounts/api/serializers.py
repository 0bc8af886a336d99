from rest_framework import serializers


class PersonShown(serializers.Serializer):
    """A person; nobody's address is ever shown to others."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class MyToken(serializers.Serializer):
    """The token with which this request was made."""

    name = serializers.CharField()
    scopes = serializers.ListField(child=serializers.CharField())
    product = serializers.IntegerField(allow_null=True, help_text="The only product it reaches, by id.")
    expires_at = serializers.DateTimeField(allow_null=True)


class Me(serializers.Serializer):
    """Who you are here."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    email = serializers.CharField()
    language = serializers.CharField(allow_blank=True)
    time_zone = serializers.CharField()
    is_admin = serializers.BooleanField()
    token = MyToken(allow_null=True)
