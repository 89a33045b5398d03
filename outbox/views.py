"""Pages of outgoing messages, those that need a person first, and of the demo's mailbox."""

from itertools import islice

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.guards import public, requires
from accounts.models import User
from accounts.roles import Can
from audit.models import list_seen, seen
from ground.paging import one_page, requested_key
from outbox import actions, demo_mailbox
from outbox.filters import MessageFilter
from outbox.kinds import KINDS, Audience
from outbox.models import Message, MessageQuerySet, RelayTrouble

PAGE = 50
# Messages that need nobody, listed below those that need a person.
RECENT = 20


def visible_message(user: User, pk: int) -> Message:
    return get_object_or_404(Message.objects.visible_to(user), pk=pk)


@requires(Can.SEE_POST)
def message_list(request: HttpRequest) -> HttpResponse:
    """List messages that need a person and then recent others, or those that match the filter."""
    found = MessageFilter(request.GET, queryset=Message.objects.visible_to(request.user))
    rows = found.qs.order_by("-pk")
    if before := requested_key(request):
        rows = rows.filter(pk__lt=before)
    page, more = one_page(rows)
    filtered = any(found.form.cleaned_data.values())
    recent = [] if before or filtered else list(latest(request.user))
    shown = [message.pk for message in page + recent]
    list_seen("outbox.list", Message, shown, by=request.user)
    trouble = RelayTrouble.objects.visible_to(request.user).first()
    context = {
        "filter": found, "post": page, "recent": recent, "more": more,
        "filtered": filtered, "trouble": trouble,
        "queued": trouble and Message.objects.visible_to(request.user).queued().count(),
        "administers": request.user.can(Can.ADMINISTER),
    }  # fmt: skip
    return render(request, "outbox/list.html", context)


def latest(user: User) -> MessageQuerySet:
    """Return the RECENT newest messages that do not need a person."""
    messages = Message.objects.visible_to(user).exclude(status__in=Message.FOR_A_PERSON)
    return messages.order_by("-pk")[:RECENT]


@requires(Can.SEE_POST)
def message_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one message with its text, to read, print or pass on by hand."""
    message = visible_message(request.user, pk)
    seen(message, by=request.user)
    may_read = not for_tenant(message) or request.user.can(Can.SEE_TENANTS)
    words = actions.text_for_colleagues(message) if may_read else None
    context = {"message": message, "words": words, "may_read": may_read}
    return render(request, "outbox/page.html", context)


def for_tenant(message: Message) -> bool:
    """Whether a tenant may get this kind: those who see tenants read its text and address."""
    return bool(KINDS[message.kind].audience & Audience.TENANT)


@requires(Can.SEE_POST)
@require_http_methods(["GET", "HEAD", "POST"])
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Queue a message again; a GET asks for confirmation, as it may have arrived already."""
    message = visible_message(request.user, pk)
    if request.method != "POST":
        return render(request, "outbox/retry.html", {"message": message})
    actions.retry(message, by=request.user)
    messages.success(request, "Het bericht gaat nog een keer weg.")
    return redirect("outbox:message_page", message.pk)


@requires(Can.SEE_POST)
@require_POST
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a message as done by hand or no longer needed."""
    actions.finish(visible_message(request.user, pk), by=request.user)
    messages.success(request, "Afgehandeld.")
    return redirect("outbox:message_list")


@public
def demo_post(request: HttpRequest) -> HttpResponse:
    """List what the demo sent, newest first; this URL exists in the demo only."""
    channel = request.GET.get("weg", "")
    shown = (letter for letter in demo_mailbox.arrived() if channel in ("", letter.channel))
    context = {
        "post": list(islice(shown, PAGE)),
        "channels": Message.Channel.choices[:3],
        "channel": channel,
        "elsewhere": not demo_mailbox.has_mailbox(),
    }
    return render(request, "outbox/demo.html", context)


@public
def demo_letter(request: HttpRequest, key: str) -> HttpResponse:
    """Show one message of the demo."""
    letter = demo_mailbox.find(key)
    if letter is None:
        raise Http404
    return render(request, "outbox/demo_letter.html", {"letter": letter})
