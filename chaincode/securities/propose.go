// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"
	"slices"

	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// ProposeRequest proposes terms of an instrument.
type ProposeRequest struct {
	ID    InstrumentID `json:"instrument" help:"name of the instrument"`
	Terms Terms        `json:"terms" help:"what it is"`
}

// Validate refuses malformed members.
func (r ProposeRequest) Validate() error { return errors.Join(r.ID.Validate(), r.Terms.Validate()) }

// ApproveRequest approves terms that the caller has read.
type ApproveRequest struct {
	TermsKey
	// Hash is that of the terms which the caller approves.
	Hash Hash `json:"hash" help:"SHA-256 of the terms that are approved"`
}

// Validate refuses malformed members.
func (r ApproveRequest) Validate() error {
	return errors.Join(r.TermsKey.Validate(), r.Hash.Validate())
}

// Propose makes an instrument of the caller's firm. Faults: NOT_A_PARTY, OWN_REGISTRAR.
func (r ProposeRequest) Propose(act Act) (Instrument, TermsVersion, []protocol.Event, error) {
	issuer, err := act.Firm()
	if err != nil {
		return Instrument{}, TermsVersion{}, nil, err
	}
	i := Instrument{
		ID: r.ID, Kind: r.Terms.Kind, ISIN: r.Terms.ISIN, Currency: r.Terms.Currency, Nominal: r.Terms.Nominal, Issuer: issuer,
		Depository: r.Terms.Depository, Regulator: r.Terms.Regulator, Status: Draft, Matures: r.Terms.Matures(),
	}
	if issuer.Host == i.Depository || issuer.Host == i.Regulator || i.Depository == i.Regulator {
		return i, TermsVersion{}, nil, OwnRegistrar.New("issuer, depository and regulator of instrument %s are different members", i.ID)
	}
	version, err := i.pend(r.Terms, 1, act)
	i.Pending = 1
	return i, version, []protocol.Event{i.event(), i.proposed()}, err
}

// Amend proposes the next version of the terms, by the issuer. Members and kind stay.
// Faults: NOT_YOURS, STATUS_REFUSED, TERMS_REFUSED.
func (i Instrument) Amend(r ProposeRequest, act Act) (Instrument, TermsVersion, []protocol.Event, error) {
	if err := act.By(i.Issuer); err != nil {
		return i, TermsVersion{}, nil, err
	}
	if err := inState("instrument", string(i.ID), i.standing(), Draft, Approved, Primary, Active, Defaulted); err != nil {
		return i, TermsVersion{}, nil, err
	}
	t := r.Terms
	if t.Kind != i.Kind || t.ISIN != i.ISIN || t.Currency != i.Currency || t.Depository != i.Depository || t.Regulator != i.Regulator || t.Nominal != i.Nominal {
		return i, TermsVersion{}, nil, TermsRefused.New("kind, ISIN, currency, nominal, depository and regulator of instrument %s stay what they are", i.ID)
	}
	next := max(i.Version, i.Pending) + 1
	version, err := i.pend(t, next, act)
	i.Pending, i.Approvals = next, nil
	return i, version, []protocol.Event{i.proposed()}, err
}

func (i Instrument) pend(terms Terms, version int, act Act) (TermsVersion, error) {
	hash, err := terms.Hash()
	return TermsVersion{
		TermsKey: TermsKey{Instrument: i.ID, Version: version}, Terms: terms, Hash: hash, Proposer: act.Person(), On: act.Today,
	}, err
}

func (i Instrument) proposed() protocol.Event {
	return TermsProposed.Of(string(i.ID), TermsEvent{Version: i.Pending})
}

// Approve approves pending terms, by the depository or the regulator that they name; with all approvals that are needed
// they are in force. Faults: NOT_YOURS, STATUS_REFUSED, TERMS_CHANGED, SAME_PERSON.
func (i Instrument) Approve(r ApproveRequest, version TermsVersion, act Act) (Instrument, []protocol.Event, error) {
	switch {
	case act.Caller.MSP != i.Depository && act.Caller.MSP != i.Regulator:
		return i, nil, NotYours.New("this is for members %s and %s to do", i.Depository, i.Regulator)
	case i.Pending != r.Version:
		return i, nil, TermsMoved.New("version %d of the terms does not wait for approval", r.Version)
	case version.Hash != r.Hash:
		return i, nil, TermsMoved.New("version %d of the terms has another hash", r.Version)
	case slices.ContainsFunc(i.Approvals, func(a Approval) bool { return a.By.MSP == act.Caller.MSP }):
		return i, nil, StatusRefused.New("member %s approved version %d already", act.Caller.MSP, r.Version)
	}
	i.Approvals = append(slices.Clone(i.Approvals), Approval{By: act.Person(), On: act.Today})
	if !i.approvedBy(i.Depository) || version.Terms.Public && !i.approvedBy(i.Regulator) {
		return i, nil, nil
	}
	i.Version, i.Pending, i.Approvals, i.Matures = i.Pending, 0, nil, version.Terms.Matures()
	if i.Status == Draft {
		i.Status = Approved
	}
	return i, []protocol.Event{i.event()}, nil
}

func (i Instrument) approvedBy(msp string) bool {
	return slices.ContainsFunc(i.Approvals, func(a Approval) bool { return a.By.MSP == msp })
}

// Approver is the role in which the caller approves: as the depository or as the regulator.
func (i Instrument) Approver(act Act) role.Role {
	if act.Caller.MSP == i.Depository {
		return role.Depository
	}
	return role.Regulator
}
