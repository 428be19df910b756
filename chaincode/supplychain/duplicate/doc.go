// SPDX-License-Identifier: Apache-2.0

// Package duplicate finds out whether an invoice was financed before: by the same bank or another, under another number,
// another amount, another supplier, last week or ten years ago and repaid since.
//
// # Tokens
//
// An invoice has several tokens, each an HMAC-SHA-256 over some of its fields in canonical form, under the key of an
// epoch that the registrars alone hold:
//
//	class     canonical text                                                   finds, whatever else was edited
//	EXACT     v1|INV|supplier|buyer|currency|number|date|minor units           nothing: the invoice as it is
//	NUMBER    v1|INV-NUMBER|supplier|number|year                               amount, currency, buyer, day, account
//	AMOUNT    v1|INV-AMOUNT|supplier|buyer|currency|minor units|year-month     number, day
//	SELLER    v1|INV-SELLER|buyer|currency|number|date|minor units             supplier, such as an affiliate's name
//	ORDER     v1|INV-ORDER|buyer|purchase order                                everything but the order
//	GOODS     v1|INV-GOODS|kind|issuer|number of the goods                     everything but the goods
//
// EXACT, NUMBER and GOODS are hard: a second invoice with such a token is the same claim. AMOUNT, SELLER and ORDER are
// soft: rents repeat amounts, and one order has many invoices, so a hit there asks for a second person's approval and
// refuses nothing. The bank account to be paid is in no token, so changing it changes nothing.
//
// Numbers are compared without what is easily edited: capitals, letters and digits only, full width as half width, no
// leading zeros. NUMBER and ORDER are computed a second time without the zeros in front of any run of digits, so that
// "2024-0012" is found as "20240012" and as "2024-12". Numbers are printed in Latin, Greek, Cyrillic, Chinese, Japanese
// or Korean characters; Greek and Cyrillic capitals that look Latin are Latin, and every other character (invisible ones,
// combining marks, accents, ligatures, circled digits) is refused. Unicode's NFKC would fold some of these and leave
// look-alikes apart; what is refused cannot be a second spelling. Parties are their LEI (ISO 17442) or USCC
// (GB 32100-2015), checked; whoever has both is to be registered under one of them.
//
// # What a token tells
//
// Without the key: nothing. An unkeyed hash could be guessed, since a machine tries millions of amounts a second when
// the other fields are known; a salted one could not be compared. Whoever holds the key can test invoices that it
// thinks of, so only registrars do, and their chaincode computes tokens where it endorses, never a client. That two
// tokens are equal, and that a claim was repeated, is public; whose and how much is not.
//
// # Epochs
//
// A [Ring] has the key of every epoch there ever was. A registration writes tokens of the newest and looks them up under
// all, for ever: an invoice repaid under an old key still blocks. The cost of a check is the invoice's tokens times the
// epochs, each one point read; it does not depend on how many invoices are registered. Whoever registers has to read the
// ring in the same transaction, so that a rotation invalidates registrations under way; otherwise one invoice could
// enter under two epochs at once.
//
// # The register
//
//	            Claim            another's Claim               Finance
//	nothing ───────────▶ REGU ──────────────────▶ REDU    REGU, REDU ────────▶ FNCD ──Close──▶ CLOSED
//	                      ▲ └──Cancel──▶ CANC      │                            │
//	                      └────────Cancel──────────┘       REGU, REDU ◀──Unwind─┘
//
// FNCD and CLOSED block for ever; Unwind is for a financing that did not come to payment. The first to commit a Finance
// wins, all others are DFIN (DOUBLE_FINANCING). The codes are those
// of MonetaGo's Secure Financing, which Singapore's Trade Finance Registry uses. An [Answer] names no party.
//
// # Limits
//
// An invoice that does not exist is no duplicate: registration follows the buyer's acceptance for that reason. An
// invoice whose number and amount were both edited is found by its order or goods, and by its buyer's acceptance, but
// by no token of its own; likewise one whose amount was edited and whose date was moved into another year, and one whose
// number has an O for a 0 besides another amount.
package duplicate
