// SPDX-License-Identifier: Apache-2.0

package cash

import "github.com/consort-finance/consort/chaincode/finance/money"

// Position is money in one place: an ordinary account or one stripe of a high-volume account.
type Position struct {
	// Posted is what is there.
	Posted money.Amount `json:"posted"`
	// Held is the part of it that active holds set aside.
	Held money.Amount `json:"held,omitzero"`
}

// Available is what may be paid: posted less held. Where the difference has no 18 digits, nothing is available.
func (p Position) Available() money.Amount {
	available, err := p.Posted.Sub(p.Held)
	if err != nil {
		return money.Amount{}
	}
	return available
}

// Balance is the position of an account as its owner sees it.
type Balance struct {
	Account   AccountID   `json:"account"`
	Posted    money.Money `json:"posted"`
	Held      money.Money `json:"held"`
	Available money.Money `json:"available"`
	// Pending is the part of posted that waits on credit rows of a high-volume account: it is the owner's, and may be
	// paid once it is consolidated.
	Pending money.Money `json:"pending"`
	// Partial tells that more credits wait than one query counts; posted and pending are that much larger.
	Partial bool `json:"partial,omitzero"`
}

// BalanceOf sums up an account: its own position or its stripes, and the credits that wait.
func BalanceOf(account Account, stripes []Stripe, credits []Credit, partial bool) (Balance, error) {
	total := account.Position
	var err error
	for _, stripe := range stripes {
		if total, err = total.plus(stripe.Position); err != nil {
			return Balance{}, err
		}
	}
	available := total.Available()
	var pending money.Amount
	for _, credit := range credits {
		if pending, err = pending.Add(credit.Amount); err != nil {
			return Balance{}, err
		}
	}
	posted, err := total.Posted.Add(pending)
	if err != nil {
		return Balance{}, err
	}
	in := func(a money.Amount) money.Money { return money.Money{Amount: a, Currency: account.Currency} }
	return Balance{
		Account: account.ID, Posted: in(posted), Held: in(total.Held), Available: in(available), Pending: in(pending),
		Partial: partial,
	}, nil
}

func (p Position) plus(q Position) (Position, error) {
	posted, err := p.Posted.Add(q.Posted)
	if err != nil {
		return Position{}, err
	}
	held, err := p.Held.Add(q.Held)
	return Position{Posted: posted, Held: held}, err
}
