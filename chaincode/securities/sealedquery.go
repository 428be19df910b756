// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"cmp"
	"errors"
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// SealedLotsRequest asks for the sealed lots of an instrument, as the public knows them.
type SealedLotsRequest struct {
	protocol.PageRequest
	Instrument InstrumentID `json:"instrument" help:"the instrument"`
	// Custodian asks for the live lots of one member; all lots, spent ones too, when left out.
	Custodian string `json:"custodian,omitzero" help:"live lots of this member alone; all lots, spent ones too, when left out"`
}

// Validate refuses malformed members.
func (r SealedLotsRequest) Validate() error {
	return errors.Join(r.Instrument.Validate(), r.PageRequest.Validate())
}

// PurgeRequest has the caller's member forget what spent lots were.
type PurgeRequest struct {
	Instrument InstrumentID `json:"instrument" help:"the instrument"`
	Sealed     []SealedID   `json:"sealed" help:"spent lots of a day that is over"`
}

// Validate refuses malformed members.
func (r PurgeRequest) Validate() error {
	return errors.Join(r.Instrument.Validate(), validateSealed(r.Sealed))
}

// Purged says how many openings were purged.
type Purged struct {
	Instrument InstrumentID `json:"instrument"`
	Openings   int          `json:"openings"`
}

// Purge refuses a lot whose opening is still needed: one that is not spent, or was spent today. What it was is then unknown to
// the caller's member for good; the public row stays, and proves nothing any more about anybody.
// Faults: NOT_YOURS, STATUS_REFUSED, DAY_OPEN.
func (r PurgeRequest) Purge(i Instrument, lots []SealedLot, act Act) error {
	for _, lot := range lots {
		if !slices.Contains([]string{lot.Custodian, i.Depository, i.Regulator}, act.Caller.MSP) {
			return NotYours.New("member %s keeps nothing of sealed lot %s", act.Caller.MSP, lot.ID)
		}
		if lot.Live() {
			return StatusRefused.New("sealed lot %s is %s", lot.ID, lot.Status)
		}
		if !lot.SpentOn.Before(act.Today) {
			return DayOpen.New("sealed lot %s was spent today", lot.ID)
		}
	}
	return nil
}

// SealedHoldingsRequest asks the caller's own peer who holds concealed units.
type SealedHoldingsRequest struct {
	Instrument InstrumentID `json:"instrument" help:"the instrument"`
	// Day asks for the end of a day, such as a record date; now when left out.
	Day date.Date `json:"day,omitzero" help:"end of this business date; now when left out"`
	// Party asks for one holder.
	Party parties.PartyID `json:"party,omitzero" help:"one holder; all when left out"`
}

// Validate refuses malformed members.
func (r SealedHoldingsRequest) Validate() error {
	if r.Party != "" && r.Party.Validate() != nil {
		return errors.New("party is no party's name")
	}
	return r.Instrument.Validate()
}

// SealedPosition is what a holder has in an account, concealed.
type SealedPosition struct {
	Holder    Firm       `json:"holder"`
	Account   AccountID  `json:"account"`
	Custodian string     `json:"custodian"`
	Quantity  Quantity   `json:"quantity"`
	Lots      []SealedID `json:"lots"`
}

// SealedHoldings is who holds concealed units, as far as the caller's member keeps the openings. It is answered by a query and
// never by a transaction.
type SealedHoldings struct {
	SealedHoldingsRequest
	Positions []SealedPosition `json:"positions"`
	Total     Quantity         `json:"total"`
	// Unknown are lots whose openings the member purged or never had.
	Unknown []SealedID `json:"unknown"`
}

// OpenedLot is a sealed lot and its opening, none where the member does not have it.
type OpenedLot struct {
	SealedLot
	Opening *Opening
}

// concerns tells whether the request is about a lot: the depository and the regulator ask for all, a custodian for its own.
func (r SealedHoldingsRequest) concerns(i Instrument, lot SealedLot, msp string) bool {
	held := lot.Live()
	if !r.Day.IsZero() {
		held = lot.HeldOn(r.Day)
	}
	return held && slices.Contains([]string{lot.Custodian, i.Depository, i.Regulator}, msp)
}

// Concerned are the lots whose openings are needed.
func (r SealedHoldingsRequest) Concerned(i Instrument, lots []SealedLot, act Act) []SealedLot {
	return slices.DeleteFunc(slices.Clone(lots), func(l SealedLot) bool { return !r.concerns(i, l, act.Caller.MSP) })
}

// Holdings adds opened lots up by holder and account. Faults: OPENING_REFUSED, QUANTITY_TOO_LARGE.
func (r SealedHoldingsRequest) Holdings(lots []OpenedLot) (SealedHoldings, error) {
	h := SealedHoldings{SealedHoldingsRequest: r, Positions: []SealedPosition{}, Unknown: []SealedID{}}
	at := map[sealedPlace]int{}
	for _, lot := range lots {
		if lot.Opening == nil {
			h.Unknown = append(h.Unknown, lot.ID)
			continue
		}
		if err := lot.Opens(*lot.Opening); err != nil {
			return h, err
		}
		if r.Party != "" && lot.Opening.Holder.Party != r.Party {
			continue
		}
		if err := h.note(at, lot); err != nil {
			return h, err
		}
	}
	slices.SortFunc(h.Positions, func(a, b SealedPosition) int {
		return cmp.Or(cmp.Compare(a.Custodian, b.Custodian), cmp.Compare(a.Holder.Party, b.Holder.Party), cmp.Compare(a.Account, b.Account))
	})
	return h, nil
}

func (h *SealedHoldings) note(at map[sealedPlace]int, lot OpenedLot) (err error) {
	o := lot.Opening
	n, known := at[o.place()]
	if !known {
		n = len(h.Positions)
		at[o.place()] = n
		h.Positions = append(h.Positions, SealedPosition{Holder: o.Holder, Account: o.Account, Custodian: o.Custodian})
	}
	p := &h.Positions[n]
	p.Lots = append(p.Lots, lot.ID)
	if p.Quantity, err = p.Quantity.Add(o.Quantity); err != nil {
		return err
	}
	h.Total, err = h.Total.Add(o.Quantity)
	return err
}

// PoolProof says whether the live sealed lots of an instrument add up to its pool, each by its own opening. It is answered by a
// query and never by a transaction.
type PoolProof struct {
	Instrument InstrumentID `json:"instrument"`
	Sealed     Quantity     `json:"sealed"`
	Pool       Quantity     `json:"pool"`
	Lots       int          `json:"lots"`
	// Unknown are live lots whose openings the member does not have, and Wrong those that are not the openings it has.
	Unknown []SealedID `json:"unknown"`
	Wrong   []SealedID `json:"wrong"`
	Proved  bool       `json:"proved"`
}

// ProvePool adds live sealed lots and the pool's lots up, for the depository or the regulator. Faults: NOT_YOURS,
// QUANTITY_TOO_LARGE.
func ProvePool(i Instrument, sealed []OpenedLot, pool []Lot, act Act) (PoolProof, error) {
	proof := PoolProof{Instrument: i.ID, Unknown: []SealedID{}, Wrong: []SealedID{}}
	if act.Caller.MSP != i.Depository && act.Caller.MSP != i.Regulator {
		return proof, NotYours.New("this is for member %s or %s to do", i.Depository, i.Regulator)
	}
	var err error
	for _, lot := range sealed {
		proof.Lots++
		switch {
		case lot.Opening == nil:
			proof.Unknown = append(proof.Unknown, lot.ID)
		case lot.Opens(*lot.Opening) != nil:
			proof.Wrong = append(proof.Wrong, lot.ID)
		default:
			if proof.Sealed, err = proof.Sealed.Add(lot.Opening.Quantity); err != nil {
				return proof, err
			}
		}
	}
	for _, lot := range pool {
		if proof.Pool, err = proof.Pool.Add(lot.Quantity); err != nil {
			return proof, err
		}
	}
	proof.Proved = proof.Sealed == proof.Pool && len(proof.Unknown)+len(proof.Wrong) == 0
	return proof, nil
}
