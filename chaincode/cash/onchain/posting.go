// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"fmt"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
)

// posting is how a [cash.Posting] is stored. Its legs are most of what a batch writes, and each is told without what it has
// in common with the leg before: one bank account pays all holders, or many payers pay one insurer.
type posting struct {
	cash.Posting
	Legs []leg `json:"legs"`
}

// leg is payer, payee, minor units, currency and end-to-end identification. Payer, payee and currency are empty where they are
// those of the leg before, and what is empty at the end is left out.
type leg []string

// stored makes the stored form of a posting.
func stored(whole cash.Posting) posting {
	short := posting{Posting: whole, Legs: make([]leg, len(whole.Legs))}
	var before cash.Leg
	for i, l := range whole.Legs {
		short.Legs[i], before = shortened(l, before), l
	}
	return short
}

func shortened(l, before cash.Leg) leg {
	short := leg{
		unlessSame(string(l.From), string(before.From)), unlessSame(string(l.To), string(before.To)), l.Amount.Amount.String(),
		unlessSame(l.Amount.Currency.String(), before.Amount.Currency.String()), string(l.EndToEnd),
	}
	for short[len(short)-1] == "" {
		short = short[:len(short)-1]
	}
	return short
}

func unlessSame(text, before string) string {
	if text == before {
		return ""
	}
	return text
}

// whole reads a posting from its stored form.
func (p posting) whole() (cash.Posting, error) {
	whole := p.Posting
	whole.Legs = make([]cash.Leg, len(p.Legs))
	var before cash.Leg
	for i, short := range p.Legs {
		l, err := short.after(before)
		if err != nil {
			return cash.Posting{}, fmt.Errorf("posting %s, leg %d: %w", p.TxID, i, err)
		}
		whole.Legs[i], before = l, l
	}
	return whole, nil
}

// after is the leg in full, given the one before it.
func (l leg) after(before cash.Leg) (cash.Leg, error) {
	var texts [5]string
	copy(texts[:], l)
	full, currency := before, before.Amount.Currency
	if texts[0] != "" {
		full.From = cash.AccountID(texts[0])
	}
	if texts[1] != "" {
		full.To = cash.AccountID(texts[1])
	}
	amount, err := money.ParseAmount(texts[2])
	if err == nil && texts[3] != "" {
		currency, err = money.ParseCurrency(texts[3])
	}
	full.Amount, full.EndToEnd = money.Money{Amount: amount, Currency: currency}, cash.EndToEnd(texts[4])
	return full, err
}
