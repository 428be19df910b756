// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// stripesReadMax bounds the stripes that one transaction reads: four accounts with as many as an account may have. A
// request of a thousand legs could name a thousand such accounts, and every endorser would read a million rows for it.
const stripesReadMax = 4 * cash.StripesMax

// bounded refuses to read more stripes than one transaction may. Faults: TOO_LARGE.
func bounded(stripes int) error {
	if stripes > stripesReadMax {
		return protocol.TooLarge.New("the transaction needs more than %d stripes; pay in parts, or consolidate credits first", stripesReadMax)
	}
	return nil
}

// drawable reads the stripes on which the high-volume accounts among the payers will draw, in the order in which they
// do.
func drawable(r ledger.Reader, rows []cash.Account, needs []cash.Need, token string) ([]cash.Stripe, error) {
	var all []cash.Stripe
	for _, account := range rows {
		if !account.HighVolume() {
			continue
		}
		need := needOf(account, needs)
		if need.Sign() <= 0 {
			continue
		}
		some, err := enough(r, account, need, token)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
		if err := bounded(len(all)); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func needOf(account cash.Account, needs []cash.Need) money.Amount {
	for _, need := range needs {
		if need.Account == account.ID {
			return need.Amount
		}
	}
	return money.Amount{}
}

// enough reads stripes from the one that the token names onwards until they cover a need: one, then one more, then two,
// four and so on. A stripe that is read and not needed would make the transaction meet others for nothing.
func enough(r ledger.Reader, account cash.Account, need money.Amount, token string) ([]cash.Stripe, error) {
	first := cash.FirstStripe(token, account.StripeCount)
	var read []cash.Stripe
	for next := 1; need.Sign() > 0 && len(read) < account.StripeCount; next = len(read) {
		batch := min(next, account.StripeCount-len(read))
		keys := make([]cash.StripeKey, batch)
		for i := range keys {
			keys[i] = cash.StripeKey{Account: account.ID, Stripe: (first + len(read) + i) % account.StripeCount}
		}
		rows, err := stripes.GetMany(r, keys)
		if err != nil {
			return nil, err
		}
		for _, stripe := range rows {
			if need, err = need.Sub(stripe.Available()); err != nil {
				return nil, err
			}
		}
		read = append(read, rows...)
	}
	return read, nil
}

// withStripes adds the stripes that carry holds, each once.
func withStripes(r ledger.Reader, book cash.Book, held ...cash.Hold) (cash.Book, error) {
	known := make(map[cash.StripeKey]bool, len(book.Stripes))
	for _, stripe := range book.Stripes {
		known[stripe.StripeKey] = true
	}
	var keys []cash.StripeKey
	for _, hold := range held {
		for _, key := range hold.Stripes() {
			if !known[key] {
				known[key] = true
				keys = append(keys, key)
			}
		}
	}
	if err := bounded(len(known)); err != nil {
		return cash.Book{}, err
	}
	rows, err := stripes.GetMany(r, keys)
	book.Stripes = append(book.Stripes, rows...)
	return book, err
}
