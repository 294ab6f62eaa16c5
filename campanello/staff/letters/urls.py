"""Addresses: batches, texts, single letters."""

from django.urls import path

from campanello.staff.letters import batches, letters, texts

urlpatterns = [
    path("", batches.listing, name="letters"),
    path("mandate/", letters.listing, name="letters-sent"),
    path("mandate/lettere.csv", letters.table, name="letters-csv"),
    path("mandate/<uuid:uid>/", letters.page, name="letter"),
    path("mandate/<uuid:uid>/lettera.pdf", letters.pdf, name="letter-pdf"),
    path("mandate/<uuid:uid>/detta/", letters.tell, name="letter-tell"),
    path("testi/", texts.listing, name="letter-texts"),
    path("testi/nuovo/", texts.new, name="letter-text-new"),
    path("testi/<uuid:uid>/", texts.page, name="letter-text"),
    path("testi/<uuid:uid>/cambia/", texts.anew, name="letter-text-change"),
    path("testi/<uuid:uid>/esempio.pdf", texts.example, name="letter-text-example"),
    path("testi/<uuid:uid>/scrivi/", batches.new, name="letter-batch-new"),
    path("invii/<uuid:uid>/", batches.page, name="letter-batch"),
    path("invii/<uuid:uid>/escludi/", batches.leave_out, name="letter-batch-leave-out"),
    path("invii/<uuid:uid>/manda/", batches.send, name="letter-batch-send"),
    path("invii/<uuid:uid>/rinuncia/", batches.give_up, name="letter-batch-give-up"),
    path("invii/<uuid:uid>/stampate/", batches.printed, name="letter-batch-printed"),
    path("invii/<uuid:uid>/posta/", batches.mail, name="letter-batch-mail"),
    path("invii/<uuid:uid>/lettere-<int:part>.pdf", batches.pdf, name="letter-batch-pdf"),
]
