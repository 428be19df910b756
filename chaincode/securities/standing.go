// SPDX-License-Identifier: Apache-2.0

package securities

// InstructionStanding is an instruction with what it means to its side, in ISO 20022 codes.
type InstructionStanding struct {
	Instruction Instruction `json:"instruction"`
	// Obligation is what it makes together with the other side's; none before they match.
	Obligation *Obligation `json:"obligation,omitempty"`
	Processing StatusCode  `json:"processing"`
	Matching   StatusCode  `json:"matching"`
	// Settlement is none before the match.
	Settlement StatusCode `json:"settlement,omitzero"`
	// Reasons say why it is unmatched, pending or failing.
	Reasons []StatusReason `json:"reasons,omitempty"`
	// Irrevocable: both sides have set aside what they owe.
	Irrevocable bool `json:"irrevocable,omitzero"`
}

// Surroundings are what else a standing goes by.
type Surroundings struct {
	Own, Counter Account
	Instrument   Instrument
}

// Unmatched is how an instruction stands that is in no pair.
func (i Instruction) Unmatched() InstructionStanding {
	s := InstructionStanding{Instruction: i, Processing: PACK, Matching: NMAT, Reasons: i.Reasons}
	switch i.Status {
	case InstructionCancelled:
		s.Processing, s.Reasons = CAND, nil
	case InstructionEntered:
		s.Reasons = []StatusReason{CMIS}
	}
	return s
}

// Standing is how a pair stands for the side of an account.
func (p Pair) Standing(account AccountID, around Surroundings, act Act) InstructionStanding {
	own, other := p.side(account)
	o := p.Obligation
	s := InstructionStanding{Instruction: *own, Obligation: &o, Processing: PACK, Matching: MACH}
	switch {
	case own.Status == InstructionCancelled:
		s.Processing = CAND
		if o.Delivered > 0 {
			s.Settlement = PAIN
		}
		return s
	case o.Settled():
		s.Settlement = SETT
		return s
	case own.CancelAsked || other.CancelAsked:
		s.Processing = CPRC
	}
	switch {
	case o.Delivered > 0:
		s.Settlement = PAIN
	case act.Today.After(o.Settle):
		s.Settlement = PENF
	default:
		s.Settlement = PEND
	}
	s.Irrevocable = p.Locked(act.Today)
	s.Reasons = p.pending(*own, *other, around, act)
	return s
}

// pending says why a side's instruction is not settled, the reason that has to go first, first.
func (p Pair) pending(own, other Instruction, around Surroundings, act Act) []StatusReason {
	var reasons []StatusReason
	note := func(holds bool, reason StatusReason) {
		if holds {
			reasons = append(reasons, reason)
		}
	}
	note(around.Own.Status != AccountOpen || around.Counter.Status != AccountOpen, BLOC)
	note(around.Instrument.Movable(false) != nil, SBLO)
	switch {
	case own.Held() && other.Held():
		note(true, BOTH)
	default:
		note(own.Held(), PREA)
		note(other.Held(), PRCY)
	}
	if act.Today.Before(p.Obligation.Settle) {
		return append(reasons, FUTU)
	}
	if own.Batch != "" || other.Batch != "" {
		return append(reasons, LINK)
	}
	return append(reasons, p.lacking(own)...)
}

// lacking says what is not set aside yet.
func (p Pair) lacking(own Instruction) []StatusReason {
	var reasons []StatusReason
	delivers := own.Side == Delivers
	if p.Deliver.Allocation == nil {
		if delivers {
			reasons = append(reasons, LACK)
		} else {
			reasons = append(reasons, CLAC)
		}
	}
	if p.Obligation.Payment == AgainstPayment && p.Receive.Allocation == nil {
		if delivers {
			reasons = append(reasons, CMON)
		} else {
			reasons = append(reasons, MONY)
		}
	}
	return reasons
}
