/* Names as they are compared. The program that makes the table of towns folds with this room too;
 * tool/town_table.mjs, which once made data/towns.tsv, folds in the same way.
 */
#include "data/name_fold.h"

#include <assert.h>
#include <string.h>

#define BEYOND_TABLES 0x10000u

/* What letters fold to, one character a letter. A capital stands for two letters, see pair_of; "*"
 * for the letter itself; " " for the end of a word. From the decompositions of the Unicode
 * Character Database 15. */
static const char LATIN[] = /* U+00C0 to U+024F */
    "aaaaaaAceeeeiiiidnooooo ouuuuyTSaaaaaaAceeeeiiiidnooooo ouuuuyTy"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiIIjjkkklllllll"
    "lllnnnnnnnnnooooooOOrrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs"
    "********************************oo*************uu***************"
    "****ZZZLLLNNNaaiioouuuuuuuuuu*aaaaAA**ggkkoooo**jZZZgg**nnaaAAoo"
    "aaaaeeeeiiiioooorrrruuuusstt**hh******aaeeooooooooyy************"
    "****************";
static const char LATIN_ADDITIONAL[] = /* U+1E00 to U+1EFF */
    "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm"
    "mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv"
    "wwwwwwwwwwxxxxyyzzzzzzhtwy*s**S*aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee"
    "eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy******";

/* The two letters of a capital in the tables above. */
static const char *pair_of(char capital)
{
    switch (capital) {
    case 'A':
        return "ae";
    case 'I':
        return "ij";
    case 'L':
        return "lj";
    case 'N':
        return "nj";
    case 'O':
        return "oe";
    case 'S':
        return "ss";
    case 'T':
        return "th";
    default:
        return "dz";
    }
}

static void add_letters(struct data_name_fold *folded, const char *letters, size_t count)
{
    if (folded->length + count > DATA_NAME_FOLD_MAX) {
        folded->is_whole = false;
        return;
    }
    memcpy(folded->letters + folded->length, letters, count);
    folded->length += count;
}

/* Adds a blank, unless the last character is one or there is no word yet. */
static void end_word(struct data_name_fold *folded)
{
    if (folded->length > 0 && folded->letters[folded->length - 1] != ' ')
        add_letters(folded, " ", 1);
}

static void fold_ascii(struct data_name_fold *folded, char c)
{
    if (c >= 'A' && c <= 'Z') c = (char)(c + ('a' - 'A'));
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
        add_letters(folded, &c, 1);
    else if (c == '&') {
        end_word(folded);
        add_letters(folded, "and ", 4);
    } else if (c != '.' && c != '\'' && c != '`')
        end_word(folded);
}

/* The code point of a character of two or three bytes of UTF-8; beyond the tables for four. */
static unsigned code_point(struct base_text character)
{
    const unsigned char *u = (const unsigned char *)character.at;
    assert(character.length >= 2 && character.length <= 4);
    if (character.length == 2) return (u[0] & 0x1Fu) << 6 | (u[1] & 0x3Fu);
    if (character.length == 3) return (u[0] & 0x0Fu) << 12 | (u[1] & 0x3Fu) << 6 | (u[2] & 0x3Fu);
    return BEYOND_TABLES;
}

/* Apostrophes, modifier letters and combining marks, which are dropped. */
static bool is_dropped(unsigned point)
{
    return point == 0xB4 || point == 0x2018 || point == 0x2019 || (point >= 0x2B0 && point < 0x370);
}

/* Punctuation and blanks, which separate words. */
static bool is_separator(unsigned point)
{
    return point < 0xC0 || (point >= 0x2000 && point < 0x2070) || point == 0x3000;
}

/* What a letter folds to in the tables. */
static char folded_letter(unsigned point)
{
    if (point == 0x259 || point == 0x1DD || point == 0x18F) return 'a'; /* the Azerbaijani schwa */
    if (point >= 0xC0 && point < 0x250) return LATIN[point - 0xC0];
    if (point >= 0x1E00 && point < 0x1F00) return LATIN_ADDITIONAL[point - 0x1E00];
    return '*';
}

/* A character of two or more bytes of UTF-8. */
static void fold_other(struct data_name_fold *folded, struct base_text character)
{
    const unsigned point = code_point(character);
    if (is_dropped(point)) return;
    const char to = is_separator(point) ? ' ' : folded_letter(point);
    if (to == ' ')
        end_word(folded);
    else if (to == '*')
        add_letters(folded, character.at, character.length);
    else if (to < 'a')
        add_letters(folded, pair_of(to), 2);
    else
        add_letters(folded, &to, 1);
}

struct data_name_fold data_name_fold_name(struct base_text text)
{
    struct data_name_fold folded = {.is_whole = true};
    while (text.length > 0 && folded.is_whole) {
        size_t length = base_text_utf8_length(text);
        if (length == 0)
            end_word(&folded); /* not UTF-8 */
        else if (length == 1)
            fold_ascii(&folded, text.at[0]);
        else
            fold_other(&folded, (struct base_text){text.at, length});
        if (length == 0) length = 1;
        text.at += length;
        text.length -= length;
    }
    if (folded.length > 0 && folded.letters[folded.length - 1] == ' ') folded.length--;
    assert(folded.length <= DATA_NAME_FOLD_MAX);
    return folded;
}
