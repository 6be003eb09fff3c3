/* language.h - which language a text is in, as far as its commonest words tell.
 *
 * Languages of the Latin script are told apart by their function words (data/words/stop.txt) and
 * by letters that only some of them write: Danish, Norwegian and Swedish share half of their small
 * words, and the others decide.  Scripts that write one language, or nearly, name it themselves.
 */
#ifndef SPAMLINT_MESSAGE_WORDS_LANGUAGE_H
#define SPAMLINT_MESSAGE_WORDS_LANGUAGE_H

#include "message/words/words.h"

/* "da", "en", "sv", "nb", "de", "nl", "fr", "es" … of the words, or "zh", "ja", "ko", "ru", "uk",
 * "ar", "fa", "he", "el", "th", "hi" by script; NULL where there is too little to tell. The
 * words are those that phrases_find() has been through. Interned. */
const char *language_guess(const Phrases *phrases, const Words *words);

#endif
