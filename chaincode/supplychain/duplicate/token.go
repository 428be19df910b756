// SPDX-License-Identifier: Apache-2.0

package duplicate

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Class says which fields a token stands for.
type Class string

// The classes; the package comment tells what each finds.
const (
	Exact  Class = "EXACT"
	Number Class = "NUMBER"
	Amount Class = "AMOUNT"
	Seller Class = "SELLER"
	Order  Class = "ORDER"
	Item   Class = "GOODS"
)

// Hard tells whether an equal token means the same claim, rather than a similar one.
func (c Class) Hard() bool { return c == Exact || c == Number || c == Item }

// rank puts the most telling class first.
func (c Class) rank() int {
	return slices.Index([]Class{Exact, Number, Item, Amount, Seller, Order}, c)
}

// Token stands for fields of an invoice, and tells nothing about them without the epoch's key.
type Token struct {
	Class Class `json:"class"`
	Epoch int   `json:"epoch"`
	// Value is the HMAC-SHA-256 in small hexadecimal digits.
	Value string `json:"value"`
}

// Key is the token's place in a table.
func (t Token) Key() []string { return []string{string(t.Class), strconv.Itoa(t.Epoch), t.Value} }

// Canonical is the text whose HMAC is the invoice's token of a class; there may be several. It holds secrets of
// the supplier: never write it anywhere.
func (i Invoice) Canonical(class Class) []string {
	minor, currency, printed := i.Amount.Amount.String(), i.Amount.Currency.String(), normal(i.Number)
	year, month, _ := i.Issued.Civil()
	switch class {
	case Exact:
		return []string{line("INV", i.Supplier, i.Buyer, currency, printed, i.Issued.String(), minor)}
	case Number:
		return distinct(spellings(i.Number), func(number string) string {
			return line("INV-NUMBER", i.Supplier, number, strconv.Itoa(year))
		})
	case Amount:
		return []string{line("INV-AMOUNT", i.Supplier, i.Buyer, currency, minor, fmt.Sprintf("%04d-%02d", year, month))}
	case Seller:
		return []string{line("INV-SELLER", i.Buyer, currency, printed, i.Issued.String(), minor)}
	case Order:
		return distinct(i.orders(), func(order string) string { return line("INV-ORDER", i.Buyer, order) })
	case Item:
		return distinct(i.Goods, func(goods Goods) string { return line("INV-GOODS", goods.canonical()) })
	}
	return nil
}

// orders are the spellings of every order.
func (i Invoice) orders() []string {
	var all []string
	for _, order := range i.Orders {
		all = append(all, spellings(order)...)
	}
	return all
}

func line(kind string, fields ...string) string {
	return "v1|" + kind + "|" + strings.Join(fields, "|")
}

// distinct lists the texts of values once each, in the order of the texts.
func distinct[T any](values []T, text func(T) string) []string {
	texts := make([]string, len(values))
	for i, value := range values {
		texts[i] = text(value)
	}
	slices.Sort(texts)
	return slices.Compact(texts)
}
