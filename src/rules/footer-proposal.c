/* footer-proposal.c - texts to paste into a message, in its language. */
#include "rules/footer-proposal.h"

#include <string.h>

static const char *choose(const Message *message, const char *danish, const char *english) {
    return message->language != NULL && strcmp(message->language, "da") == 0 ? danish : english;
}

const char *proposal_footer(const Message *message) {
    return choose(message, "Firma ApS, Gadenavn 1, 2100 København Ø, kontakt@firma.example, tlf. 12 34 56 78",
                  "Company Ltd, 1 Street Name, London SW1A 1AA, contact@company.example");
}

const char *proposal_unsubscribe(const Message *message) {
    return choose(message, "<a href=\"https://firma.example/afmeld?id=MODTAGER\">Afmeld nyhedsbrevet</a>",
                  "<a href=\"https://company.example/unsubscribe?id=RECIPIENT\">Unsubscribe</a>");
}

const char *proposal_reminder(const Message *message) {
    return choose(message, "Du modtager denne mail, fordi du har tilmeldt dig vores nyhedsbrev.",
                  "You receive this e-mail because you signed up for our newsletter.");
}
