// SPDX-License-Identifier: Apache-2.0

package cash

import "github.com/consort-finance/consort/chaincode/finance/money"

// Portion is the part of a hold that one stripe of a high-volume payer carries.
type Portion struct {
	Stripe int          `json:"stripe"`
	Amount money.Amount `json:"amount"`
}

// pay and hold are the two things that happen to a stripe on which an account draws.
func (s Stripe) pay(amount money.Amount) (Stripe, error) {
	var err error
	s.Posted, err = s.Posted.Sub(amount)
	return s, err
}

func (s Stripe) hold(amount money.Amount) (Stripe, error) {
	var err error
	s.Held, err = s.Held.Add(amount)
	return s, err
}

// draw takes an amount from what the stripes have available, one after the other, and answers what each gave.
// Faults: INSUFFICIENT_FUNDS.
func (l *line) draw(amount money.Amount, take func(Stripe, money.Amount) (Stripe, error)) ([]Portion, error) {
	var portions []Portion
	for i, stripe := range l.stripes {
		part := smaller(amount, stripe.Available())
		if part.Sign() <= 0 {
			continue
		}
		var err error
		if l.stripes[i], err = take(stripe, part); err != nil {
			return nil, tooMuch(l.account.ID)
		}
		if amount, err = amount.Sub(part); err != nil {
			return nil, tooMuch(l.account.ID)
		}
		l.moved[i] = true
		portions = append(portions, Portion{Stripe: stripe.Stripe, Amount: part})
	}
	if amount.Sign() > 0 {
		return nil, InsufficientFunds.New("the stripes of account %s are short of %s; consolidate its credits where there are any",
			l.account.ID, money.Money{Amount: amount, Currency: l.account.Currency})
	}
	return portions, nil
}

// PortionsMax bounds the stripes that carry one hold, so that a settlement of 1,000 holds stays readable.
const PortionsMax = 32

// reserve sets an amount aside for a hold; an ordinary account needs no portions. Faults: INSUFFICIENT_FUNDS, LEGS_LIMIT.
func (l *line) reserve(amount money.Amount) ([]Portion, error) {
	if l.account.HighVolume() {
		portions, err := l.draw(amount, Stripe.hold)
		if len(portions) > PortionsMax {
			err = LegsLimit.New("the hold would lie on %d stripes of account %s, at most %d carry one: make smaller holds", len(portions), l.account.ID, PortionsMax)
		}
		return portions, err
	}
	var err error
	if l.account.Held, err = l.account.Held.Add(amount); err != nil {
		return nil, tooMuch(l.account.ID)
	}
	l.held = true
	return nil, nil
}

// free gives back what a hold set aside. The part of it that is paid at the same time leaves the very stripes that held it.
func (l *line) free(h Hold, paid money.Amount) error {
	if len(h.Portions) == 0 {
		l.held = true
		return l.lessHeld(&l.account.Position, h.Amount.Amount)
	}
	for _, portion := range h.Portions {
		i, err := l.stripe(portion.Stripe)
		if err != nil {
			return err
		}
		if err := l.lessHeld(&l.stripes[i].Position, portion.Amount); err != nil {
			return err
		}
		part := smaller(paid, portion.Amount)
		if err := l.cover(i, part); err != nil {
			return err
		}
		if paid, err = paid.Sub(part); err != nil {
			return tooMuch(l.account.ID)
		}
		l.moved[i] = true
	}
	return nil
}

// cover pays a part of a hold from the stripe that held it.
func (l *line) cover(stripe int, part money.Amount) error {
	var err error
	if l.stripes[stripe], err = l.stripes[stripe].pay(part); err == nil {
		l.covered, err = l.covered.Add(part)
	}
	if err != nil {
		return tooMuch(l.account.ID)
	}
	return nil
}

func (l *line) lessHeld(p *Position, amount money.Amount) error {
	held, err := p.Held.Sub(amount)
	if err != nil || held.Sign() < 0 {
		return tooMuch(l.account.ID)
	}
	p.Held = held
	return nil
}

func (l *line) stripe(number int) (int, error) {
	for i, stripe := range l.stripes {
		if stripe.Stripe == number {
			return i, nil
		}
	}
	return 0, stripeMissing(l.account.ID, number)
}

func smaller(a, b money.Amount) money.Amount {
	if a.Cmp(b) < 0 {
		return a
	}
	return b
}
