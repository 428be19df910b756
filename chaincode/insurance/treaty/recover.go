// SPDX-License-Identifier: Apache-2.0

package treaty

import (
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/money"
)

// Recovery is what a programme recovers of losses. Its columns are the treaties in the order of [Programme.Ordered].
type Recovery struct {
	Treaties []string
	// Losses are the lines, in the order of attribution.
	Losses []Attributed
}

// Attributed is what is recovered of one loss.
type Attributed struct {
	Loss
	// Ceded is what each treaty recovers, Burned what of its layer is used for that, before the placed share.
	Ceded  []Standing
	Burned []Standing
	// Retained is what the cedent keeps: the loss less all that is ceded, exactly.
	Retained Standing
}

// Recover answers what each treaty recovers of each loss. Losses may be given in any order; the programme must be one that
// [Programme.Validate] accepts. Paid and incurred are two computations by one rule.
func (p Programme) Recover(losses []Loss) (Recovery, error) {
	sorted, err := ranked(losses)
	if err != nil {
		return Recovery{}, err
	}
	paid, err := p.carry(sorted, func(l Loss) int64 { return l.Paid.Minor() })
	if err != nil {
		return Recovery{}, err
	}
	incurred, err := p.carry(sorted, func(l Loss) int64 { return l.Incurred.Minor() })
	if err != nil {
		return Recovery{}, err
	}
	answer := Recovery{Treaties: p.names(), Losses: make([]Attributed, len(sorted))}
	for i, loss := range sorted {
		answer.Losses[i] = attributed(loss, paid[i], incurred[i])
	}
	return answer, nil
}

func attributed(loss Loss, paid, incurred carried) Attributed {
	line := Attributed{Loss: loss, Retained: standing(paid.net, incurred.net)}
	for j := range paid.ceded {
		line.Ceded = append(line.Ceded, standing(paid.ceded[j], incurred.ceded[j]))
		line.Burned = append(line.Burned, standing(paid.burned[j], incurred.burned[j]))
	}
	return line
}

func standing(paid, incurred int64) Standing {
	return Standing{Paid: money.MustAmount(paid), Incurred: money.MustAmount(incurred)}
}

// carried is one amount on its way through the programme: what of it and of its sum insured is left, and what each treaty
// took.
type carried struct {
	net, sumInsured int64
	ceded, burned   []int64
}

// carry brings an amount of each loss through all priorities: every treaty of one sees what those before it left.
func (p Programme) carry(losses []Loss, amount func(Loss) int64) ([]carried, error) {
	all := make([]carried, len(losses))
	for i, loss := range losses {
		all[i] = carried{net: amount(loss), sumInsured: loss.SumInsured.Minor()}
	}
	for _, level := range p.levels() {
		books := make([]*book, len(level))
		for j, treaty := range level {
			books[j] = newBook(treaty.Terms)
		}
		for i, loss := range losses {
			if err := all[i].through(books, loss); err != nil {
				return nil, err
			}
		}
	}
	return all, nil
}

// through has the treaties of one priority take their parts of what each of them sees alike.
func (c *carried) through(books []*book, loss Loss) error {
	seen := carried{net: max(0, c.net), sumInsured: c.sumInsured}
	for _, book := range books {
		part, err := book.terms.cession(loss, money.MustAmount(seen.sumInsured))
		if err != nil {
			return err
		}
		share, err := part.of(seen.net)
		if err != nil {
			return err
		}
		burned, ceded, err := book.enter(loss, share)
		if err != nil {
			return err
		}
		insured, err := book.terms.insured(part, seen.sumInsured)
		if err != nil {
			return err
		}
		c.burned, c.ceded = append(c.burned, burned), append(c.ceded, ceded)
		c.net, c.sumInsured = c.net-ceded, c.sumInsured-insured
	}
	return nil
}

// book is what a treaty has borne so far, step by step. Every step is monotone in what went before and moves by no more.
type book struct {
	terms            Terms
	annual           Layer
	risks            map[[2]string]int64
	events           map[string]int64
	period           int64
	burned, recovery int64
}

func newBook(terms Terms) *book {
	b := &book{terms: terms, risks: map[[2]string]int64{}, events: map[string]int64{}, annual: Layer{Attachment: terms.Aggregate.Deductible}}
	if limit, limited := terms.AnnualLimit(); limited {
		b.annual.Limit, b.annual.LimitIs = limit, Width
	}
	return b
}

// enter adds the ceded share of a loss and answers by how much the layer's burn and the recovery rise.
func (b *book) enter(loss Loss, share int64) (burned, ceded int64, err error) {
	event := "e:" + loss.Event
	if loss.Event == "" {
		event = "c:" + loss.Claim
	}
	risk := [2]string{event, loss.Risk}
	step := b.terms.Risk.of(b.risks[risk]+share) - b.terms.Risk.of(b.risks[risk])
	b.risks[risk] += share
	rise := b.terms.Occurrence.of(b.events[event]+step) - b.terms.Occurrence.of(b.events[event])
	b.events[event] += step
	b.period += rise
	before, recovered := b.burned, b.recovery
	b.burned = b.annual.of(b.period)
	if b.recovery, err = down(b.burned, b.terms.PlacedShare); err != nil {
		return 0, 0, fmt.Errorf("placed share: %w", err)
	}
	return b.burned - before, b.recovery - recovered, nil
}

// Basis is one of the two computations.
type Basis string

// The bases.
const (
	// OnPaid counts what is paid.
	OnPaid Basis = "PAID"
	// OnIncurred counts what is incurred.
	OnIncurred Basis = "INCURRED"
)

// On is the amount on a basis.
func (s Standing) On(basis Basis) money.Amount {
	if basis == OnPaid {
		return s.Paid
	}
	return s.Incurred
}

// Total is what a treaty, by its column, recovers of all losses.
func (r Recovery) Total(column int) Standing {
	return r.sum(func(a Attributed) Standing { return a.Ceded[column] })
}

// Burned is what is used of a treaty's layer, by its column, before the placed share.
func (r Recovery) Burned(column int) Standing {
	return r.sum(func(a Attributed) Standing { return a.Burned[column] })
}

func (r Recovery) sum(of func(Attributed) Standing) Standing {
	paid, incurred := int64(0), int64(0)
	for _, line := range r.Losses {
		paid, incurred = paid+of(line).Paid.Minor(), incurred+of(line).Incurred.Minor()
	}
	return standing(paid, incurred)
}

// Burns are what each loss uses of a treaty's layer, by its column, in the order of attribution: what reinstatement premium
// is computed from.
func (r Recovery) Burns(column int, basis Basis) []Burn {
	var burns []Burn
	for _, line := range r.Losses {
		if amount := line.Burned[column].On(basis); !amount.IsZero() {
			burns = append(burns, Burn{Occurred: line.Occurred, Amount: amount})
		}
	}
	return burns
}
