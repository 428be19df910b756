// SPDX-License-Identifier: Apache-2.0

package duplicate_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/supplychain/duplicate"
)

var today = date.MustParse("2025-07-01")

// book is a register in memory.
type book map[duplicate.Token]duplicate.Entry

func (b book) judge(t require.TestingT, keys duplicate.Ring, i duplicate.Invoice, registration string) duplicate.Answer {
	prints, err := keys.Prints(i)
	require.NoError(t, err)
	var found []duplicate.Entry
	for _, token := range prints.Lookup {
		if entry, known := b[token]; known {
			found = append(found, entry)
		}
	}
	return duplicate.Judge(found, registration)
}

func (b book) claim(t require.TestingT, keys duplicate.Ring, i duplicate.Invoice, registration string) {
	prints, err := keys.Prints(i)
	require.NoError(t, err)
	for _, token := range prints.Register {
		before, known := b[token]
		if !known {
			b[token] = duplicate.Claim(nil, token, registration, today)
			continue
		}
		b[token] = duplicate.Claim(&before, token, registration, today)
	}
}

// each carries out a step on every entry of an invoice, or on none.
func (b book) each(t require.TestingT, keys duplicate.Ring, i duplicate.Invoice, step func(duplicate.Entry) (duplicate.Entry, error)) error {
	prints, err := keys.Prints(i)
	require.NoError(t, err)
	after := book{}
	for _, token := range prints.Register {
		if after[token], err = step(b[token]); err != nil {
			return err
		}
	}
	for token, entry := range after {
		b[token] = entry
	}
	return nil
}

func (b book) finance(t require.TestingT, keys duplicate.Ring, i duplicate.Invoice, registration string) error {
	if err := b.judge(t, keys, i, registration).Refusal(true); err != nil {
		return err
	}
	return b.each(t, keys, i, func(e duplicate.Entry) (duplicate.Entry, error) { return e.Finance(registration) })
}

func drawn(t *rapid.T) duplicate.Invoice {
	i := invoice()
	i.Number = rapid.StringMatching(`[A-Z]{1,3}-20(24|25)-[0-9]{4}`).Draw(t, "number")
	i.Amount = money.Money{Amount: money.MustAmount(rapid.Int64Range(1, 1e12).Draw(t, "minor")), Currency: money.MustCurrency("CNY")}
	i.Issued = date.MustParse(fmt.Sprintf("2025-%02d-%02d", rapid.IntRange(1, 12).Draw(t, "month"), rapid.IntRange(1, 28).Draw(t, "day")))
	i.Orders = []string{rapid.StringMatching(`PO[1-9][0-9]{5}`).Draw(t, "order")}
	i.Goods = goods(duplicate.BillOfLading, other, rapid.StringMatching(`BL[1-9][0-9]{8}`).Draw(t, "lading"))
	return i
}

// edits are what somebody may do to an invoice before he offers it again, and which classes must still find it.
var edits = map[string]struct {
	edit  func(*rapid.T, *duplicate.Invoice)
	found []duplicate.Class
}{
	"nothing": {func(*rapid.T, *duplicate.Invoice) {},
		[]duplicate.Class{duplicate.Exact, duplicate.Number, duplicate.Item, duplicate.Amount, duplicate.Seller, duplicate.Order}},
	"amount": {func(t *rapid.T, i *duplicate.Invoice) {
		more, _ := i.Amount.Amount.Add(money.MustAmount(rapid.Int64Range(1, 1e9).Draw(t, "more")))
		i.Amount.Amount = more
	}, []duplicate.Class{duplicate.Number, duplicate.Item, duplicate.Order}},
	"currency": {func(_ *rapid.T, i *duplicate.Invoice) { i.Amount.Currency = money.MustCurrency("USD") },
		[]duplicate.Class{duplicate.Number, duplicate.Item, duplicate.Order}},
	"number": {func(t *rapid.T, i *duplicate.Invoice) {
		i.Number = "X" + rapid.StringMatching(`[1-9][0-9]{12}`).Draw(t, "other number")
	}, []duplicate.Class{duplicate.Item, duplicate.Amount, duplicate.Order}},
	"spelling of the number": {func(t *rapid.T, i *duplicate.Invoice) { i.Number = respelt(t, i.Number) },
		[]duplicate.Class{duplicate.Exact, duplicate.Number, duplicate.Item, duplicate.Amount, duplicate.Seller, duplicate.Order}},
	"supplier": {func(_ *rapid.T, i *duplicate.Invoice) { i.Supplier = other },
		[]duplicate.Class{duplicate.Item, duplicate.Seller, duplicate.Order}},
	"buyer": {func(_ *rapid.T, i *duplicate.Invoice) { i.Buyer = other }, []duplicate.Class{duplicate.Number, duplicate.Item}},
	"number and amount": {func(_ *rapid.T, i *duplicate.Invoice) {
		i.Number, i.Amount = "X9", money.MustParse("77777777777.77 CNY")
	}, []duplicate.Class{duplicate.Item, duplicate.Order}},
	"order and goods": {func(_ *rapid.T, i *duplicate.Invoice) { i.Orders, i.Goods = nil, nil },
		[]duplicate.Class{duplicate.Exact, duplicate.Number, duplicate.Amount, duplicate.Seller}},
}

// respelt writes the same letters and digits differently: other case, other punctuation, full width.
func respelt(t *rapid.T, text string) string {
	var out []rune
	for _, r := range text {
		if rapid.Bool().Draw(t, "gap") {
			out = append(out, rapid.SampledFrom([]rune(" -/._\u00a0\u2013")).Draw(t, "punctuation"))
		}
		switch {
		case r == '-':
		case rapid.Bool().Draw(t, "wide"):
			out = append(out, r+0xfee0)
		case r >= 'A' && rapid.Bool().Draw(t, "small"):
			out = append(out, r+'a'-'A')
		default:
			out = append(out, r)
		}
	}
	return string(out)
}

func TestLawAnEditIsFoundByTheClassesThatShouldFindIt(t *testing.T) {
	for name, c := range edits {
		t.Run(name, rapid.MakeCheck(func(t *rapid.T) {
			i, b := drawn(t), book{}
			b.claim(t, ring(), i, "r-1")
			require.NoError(t, b.finance(t, ring(), i, "r-1"))
			c.edit(t, &i)
			answer := b.judge(t, ring(), i, "r-2")
			var classes []duplicate.Class
			for _, finding := range answer.Findings {
				require.Equal(t, duplicate.Financed, finding.State)
				classes = append(classes, finding.Class)
			}
			require.Equal(t, c.found, classes)
			if slices.ContainsFunc(c.found, duplicate.Class.Hard) {
				require.Equal(t, duplicate.Same, answer.Verdict)
				require.ErrorIs(t, answer.Refusal(true), duplicate.DoubleFinancing)
			} else {
				require.Equal(t, duplicate.Suspicion, answer.Verdict)
				require.ErrorIs(t, answer.Refusal(false), duplicate.DuplicateSuspected)
				require.NoError(t, answer.Refusal(true))
			}
		}))
	}
}

// A padded number, a number without its dash and one without its padding are one number.
func TestPaddingAndPunctuationOfANumberAreFound(t *testing.T) {
	for _, again := range []string{"20240012", "2024-12", "2024/00012", "202412", "2024.0012"} {
		i, b := invoice(), book{}
		i.Number = "2024-0012"
		b.claim(t, ring(), i, "r-1")
		require.NoError(t, b.finance(t, ring(), i, "r-1"))
		i.Number, i.Amount = again, money.MustParse("1.00 CNY")
		require.Equal(t, duplicate.Same, b.judge(t, ring(), i, "r-2").Verdict, again)
	}
}

func TestLawUnrelatedInvoicesAreClear(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		i, b := drawn(t), book{}
		b.claim(t, ring(), i, "r-1")
		require.NoError(t, b.finance(t, ring(), i, "r-1"))
		next := drawn(t)
		next.Number, next.Orders, next.Goods = "NEXT1", []string{"NEXT2"}, goods(duplicate.BillOfLading, other, "NEXT3")
		next.Amount.Amount, _ = i.Amount.Amount.Add(money.MustAmount(1))
		answer := b.judge(t, ring(), next, "r-2")
		require.Equal(t, duplicate.Clear, answer.Verdict)
		require.NoError(t, answer.Refusal(false))
	})
}

func TestLawEveryEpochIsCheckedForEver(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		i, b, keys := drawn(t), book{}, ring()
		b.claim(t, keys, i, "r-1")
		require.NoError(t, b.finance(t, keys, i, "r-1"))
		require.NoError(t, b.each(t, keys, i, func(e duplicate.Entry) (duplicate.Entry, error) { return e.Close("r-1") }))
		for epoch := range rapid.IntRange(1, 6).Draw(t, "rotations") {
			rotated, err := keys.Rotate(duplicate.Key{Epoch: epoch + 2, Secret: secret(byte(epoch + 1))})
			require.NoError(t, err)
			keys = rotated
		}
		require.ErrorIs(t, b.judge(t, keys, i, "r-2").Refusal(true), duplicate.DoubleFinancing)

		prints, err := keys.Prints(i)
		require.NoError(t, err)
		require.Len(t, prints.Lookup, len(keys)*len(prints.Register), "the cost is tokens times epochs")
		newest := keys[len(keys)-1].Epoch
		require.False(t, slices.ContainsFunc(prints.Register, func(k duplicate.Token) bool { return k.Epoch != newest }))
	})
}

func TestLawATokenTellsNothingWithoutTheKey(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		i := drawn(t)
		first, err := ring().Prints(i)
		require.NoError(t, err)
		second, err := duplicate.Ring{{Epoch: 1, Secret: secret(rapid.ByteRange(1, 200).Draw(t, "other key"))}}.Prints(i)
		require.NoError(t, err)
		for at, token := range first.Register {
			require.Len(t, token.Value, 64)
			require.NotEqual(t, token.Value, second.Register[at].Value)
		}
	})
}

func TestLawNormalIsStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		once, err := duplicate.Normal(rapid.StringMatching(`[ -~０-ｚΑ-ΡА-я一-龥ァ-ヺ]*`).Draw(t, "text"))
		require.NoError(t, err)
		twice, err := duplicate.Normal(once)
		require.NoError(t, err)
		require.Equal(t, once, twice)
	})
}
