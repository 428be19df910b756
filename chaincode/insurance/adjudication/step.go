// SPDX-License-Identifier: Apache-2.0

package adjudication

import "github.com/consort-finance/consort/chaincode/finance/money"

// carryOut does a step; one that the terms do not have does nothing and leaves no entry.
func (r *run) carryOut(step Step) error {
	switch step {
	case Credits:
		return r.credits()
	case Sublimit:
		r.capped(Sublimit, r.terms.Sublimit)
	case Average:
		return r.average()
	case Deduct:
		return r.deduct()
	case Coinsurance:
		return r.coinsure()
	case OutOfPocket:
		r.outOfPocket()
	case Limit:
		r.capped(Limit, r.terms.Limit)
	case Aggregate:
		r.aggregate()
	case Contribution:
		return r.contribute()
	}
	return nil
}

// begin is the loss, or what is paid in its place.
func (r *run) begin() error {
	if r.terms.Benefit != (Benefit{}) {
		return r.benefit(r.terms.Benefit)
	}
	if r.terms.Staged != nil {
		return r.stage(*r.terms.Staged)
	}
	r.amount = r.facts.Loss
	r.to(Loss, "", r.facts.Loss)
	r.count()
	return nil
}

// count notes that there was a loss.
func (r *run) count() {
	if r.amount.Sign() > 0 {
		r.use.Events = 1
	}
}

func (r *run) benefit(b Benefit) error {
	units := min(max(0, r.facts.Units-b.Waiting), b.Most)
	pays, err := ratio(b.PerUnit, int64(units), 1, r.mode)
	r.amount = r.facts.Loss
	r.to(ByBenefit, b.Clause, pays)
	r.count()
	return err
}

// stage pays by the degree of damage: loss over value.
func (r *run) stage(s Staged) error {
	if r.facts.Value.Sign() <= 0 || r.facts.SumInsured.Sign() <= 0 {
		return FactsRefused.New("a staged payment needs the value and the sum insured")
	}
	pays := money.Amount{}
	for _, stage := range s.Stages {
		from, err := r.facts.Value.Decimal().Mul(stage.From)
		if err != nil {
			return err
		}
		if r.facts.Loss.Sign() == 0 || r.facts.Loss.Decimal().Cmp(from) < 0 {
			break
		}
		if pays, err = r.facts.SumInsured.Mul(stage.Pays, r.mode); err != nil {
			return err
		}
	}
	extra, err := pays.Mul(s.Extra, r.mode)
	if err != nil {
		return err
	}
	total, err := pays.Add(least(extra, s.ExtraMax))
	r.amount = r.facts.Loss
	r.to(ByStage, s.Clause, total)
	r.count()
	return err
}

func (r *run) credits() error {
	if r.facts.Credits.Sign() == 0 {
		return nil
	}
	if r.terms.Salvage == "" {
		return FactsRefused.New("the terms have no clause by which credits are taken off")
	}
	r.to(Credits, r.terms.Salvage, left(r.amount, r.facts.Credits))
	return nil
}

func (r *run) capped(step Step, c Cap) {
	if c != (Cap{}) {
		r.to(step, c.Clause, least(r.amount, c.Amount))
	}
}

// average is the under-insured's own part: the loss itself is multiplied, and not the limit.
func (r *run) average() error {
	average := r.terms.Average
	if average == (Share{}) {
		return nil
	}
	if r.facts.Value.Sign() <= 0 || r.facts.SumInsured.Sign() <= 0 {
		return FactsRefused.New("average needs the value at the loss and the sum insured")
	}
	required, err := r.facts.Value.Decimal().Mul(average.Rate)
	if err != nil {
		return err
	}
	after := r.amount
	if insured := r.facts.SumInsured.Decimal(); insured.Cmp(required) < 0 {
		if after, err = quotient(r.amount, insured, required, r.mode); err != nil {
			return err
		}
	}
	r.to(Average, average.Clause, after)
	return nil
}

func (r *run) deduct() error {
	for _, d := range r.terms.Deductibles {
		bears, err := d.of(r.amount, r.facts, r.used, r.mode)
		if err != nil {
			return err
		}
		r.bear(Deduct, d.Clause, bears)
		r.trace[len(r.trace)-1].Kind = d.Kind
		if d.accumulates() {
			r.use.Deductible = bears
		}
	}
	return nil
}

func (r *run) coinsure() error {
	share := r.terms.Coinsurance
	if share == (Share{}) {
		return nil
	}
	pays, err := r.amount.Mul(share.Rate, r.mode)
	if err != nil {
		return err
	}
	r.bear(Coinsurance, share.Clause, left(r.amount, pays))
	return nil
}

// outOfPocket gives back what the insured would bear above the cap of the period.
func (r *run) outOfPocket() {
	if r.terms.OutOfPocket == (Cap{}) {
		return
	}
	bears := least(r.borne, left(r.terms.OutOfPocket.Amount, r.used.OutOfPocket))
	r.to(OutOfPocket, r.terms.OutOfPocket.Clause, money.MustAmount(r.amount.Minor()+left(r.borne, bears).Minor()))
	r.use.OutOfPocket = bears
}

func (r *run) aggregate() {
	if r.terms.Aggregate == (Cap{}) {
		return
	}
	r.to(Aggregate, r.terms.Aggregate.Clause, least(r.amount, left(r.terms.Aggregate.Amount, r.used.Limit)))
	r.use.Limit = r.amount
}

func (r *run) contribute() error {
	if r.facts.Others.Sign() == 0 {
		return nil
	}
	if r.terms.OtherInsurance == "" {
		return FactsRefused.New("the terms have no clause by which other insurers contribute")
	}
	r.to(Contribution, r.terms.OtherInsurance, left(r.amount, r.facts.Others))
	if r.terms.Aggregate != (Cap{}) {
		r.use.Limit = r.amount
	}
	return nil
}
