// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
	"github.com/consort-finance/consort/chaincode/securities"
)

var (
	instruments = ledger.NewTable("instrument", func(i securities.Instrument) securities.InstrumentID { return i.ID },
		ledger.Unique("isin", func(i securities.Instrument) []string {
			if i.Status == securities.Withdrawn {
				return nil
			}
			return []string{i.ISIN.String()}
		}))
	terms     = ledger.NewTable("terms", securities.TermsVersion.VersionKey)
	issues    = ledger.NewTable("issue", func(i securities.Issue) securities.IssueID { return i.ID })
	issuances = ledger.NewTable("issuance", func(i securities.Issuance) securities.InstrumentID { return i.Instrument })
	stripes   = ledger.NewTable("supply", securities.Stripe.StripeKey)
)

// ProposeInstrument proposes an instrument under its first terms.
func (c *Contract) ProposeInstrument(tx *ledger.Tx, req securities.ProposeRequest) (*securities.Instrument, error) {
	do, err := c.actor(tx)
	if err != nil {
		return nil, err
	}
	instrument, version, events, err := req.Propose(do)
	if err != nil {
		return nil, err
	}
	if err := c.founded(tx, instrument, req.Terms); err != nil {
		return nil, err
	}
	tx.Emit(events...)
	if err := terms.Insert(tx, version); err != nil {
		return nil, err
	}
	return &instrument, instruments.Insert(tx, instrument)
}

// founded refuses an instrument whose depository or regulator is none, or whose issuer has another LEI.
// Faults: ROLE_MISSING, FIRM_REFUSED.
func (c *Contract) founded(r ledger.Reader, i securities.Instrument, t securities.Terms) error {
	for _, named := range []role.Question{{MSP: i.Depository, Role: role.Depository}, {MSP: i.Regulator, Role: role.Regulator}} {
		holds, err := c.registry.Holds(r, named)
		if err != nil {
			return err
		}
		if !holds {
			return securities.RoleMissing.New("member %s does not hold the role %s", named.MSP, named.Role)
		}
	}
	issuer, err := c.registry.Party(r, i.Issuer.Party)
	if err != nil {
		return err
	}
	if issuer.Scheme == parties.LEI && issuer.Identifier != t.LEI.String() {
		return securities.FirmRefused.New("party %s has another LEI than the terms", issuer.ID)
	}
	return nil
}

// ProposeTerms proposes the next version of an instrument's terms.
func (c *Contract) ProposeTerms(tx *ledger.Tx, req securities.ProposeRequest) (*securities.Instrument, error) {
	return change(tx, instruments, req.ID, func(i securities.Instrument, do securities.Act) (securities.Instrument, []protocol.Event, error) {
		after, version, events, err := i.Amend(req, do)
		if err != nil {
			return i, nil, err
		}
		return after, events, terms.Insert(tx, version)
	})
}

// ApproveTerms approves pending terms.
func (c *Contract) ApproveTerms(tx *ledger.Tx, req securities.ApproveRequest) (*securities.Instrument, error) {
	version, err := terms.Get(tx, req.TermsKey)
	if err != nil {
		return nil, err
	}
	return c.byAuthority(tx, req.Instrument, func(i securities.Instrument, do securities.Act) (securities.Instrument, []protocol.Event, error) {
		return i.Approve(req, version, do)
	})
}

// byAuthority changes an instrument, by a caller who holds the role in which its member acts on it. Faults: NOT_YOURS.
func (c *Contract) byAuthority(tx *ledger.Tx, id securities.InstrumentID, rule func(securities.Instrument, securities.Act) (securities.Instrument, []protocol.Event, error)) (*securities.Instrument, error) {
	return change(tx, instruments, id, func(i securities.Instrument, do securities.Act) (securities.Instrument, []protocol.Event, error) {
		if err := hold(tx, i.Approver(do)); err != nil {
			return i, nil, err
		}
		return rule(i, do)
	})
}

// hold refuses a caller who does not hold a role, where the endpoint is open to others too. Faults: NOT_YOURS.
func hold(tx *ledger.Tx, wanted role.Role) error {
	holds, err := ledger.Holds(tx, wanted)
	if err == nil && !holds {
		err = securities.NotYours.New("this is for the %s of the instrument to do", wanted)
	}
	return err
}

// OpenPrimary opens the primary phase.
func (c *Contract) OpenPrimary(tx *ledger.Tx, req securities.InstrumentID) (*securities.Instrument, error) {
	return change(tx, instruments, req, securities.Instrument.OpenPrimary)
}

// ActivateInstrument ends the primary phase.
func (c *Contract) ActivateInstrument(tx *ledger.Tx, req securities.InstrumentID) (*securities.Instrument, error) {
	return change(tx, instruments, req, securities.Instrument.Activate)
}

// HaltInstrument halts an instrument.
func (c *Contract) HaltInstrument(tx *ledger.Tx, req securities.HaltRequest) (*securities.Instrument, error) {
	return c.byAuthority(tx, req.ID, func(i securities.Instrument, do securities.Act) (securities.Instrument, []protocol.Event, error) {
		return i.Suspend(req, do)
	})
}

// ResumeInstrument ends a halt.
func (c *Contract) ResumeInstrument(tx *ledger.Tx, req securities.InstrumentID) (*securities.Instrument, error) {
	return c.byAuthority(tx, req, securities.Instrument.Resume)
}

// MatureInstrument ends moves of a bond whose maturity has come.
func (c *Contract) MatureInstrument(tx *ledger.Tx, req securities.InstrumentID) (*securities.Instrument, error) {
	return change(tx, instruments, req, securities.Instrument.Mature)
}

// DefaultInstrument records a default.
func (c *Contract) DefaultInstrument(tx *ledger.Tx, req securities.InstrumentID) (*securities.Instrument, error) {
	return change(tx, instruments, req, securities.Instrument.Default)
}

// CloseInstrument closes an instrument of which no unit is left.
func (c *Contract) CloseInstrument(tx *ledger.Tx, req securities.InstrumentID) (*securities.Instrument, error) {
	return change(tx, instruments, req, func(i securities.Instrument, do securities.Act) (securities.Instrument, []protocol.Event, error) {
		supply, err := supplyOn(tx, securities.RegisterKey{Instrument: req, Day: do.Today})
		if err != nil {
			return i, nil, err
		}
		return i.Close(supply, do)
	})
}

// WithdrawInstrument takes an instrument back.
func (c *Contract) WithdrawInstrument(tx *ledger.Tx, req securities.InstrumentID) (*securities.Instrument, error) {
	return change(tx, instruments, req, func(i securities.Instrument, do securities.Act) (securities.Instrument, []protocol.Event, error) {
		if i.Issuer.Is(do.Caller) {
			return i.Withdraw(do)
		}
		if err := hold(tx, role.Depository); err != nil {
			return i, nil, err
		}
		return i.Withdraw(do)
	})
}

// supplyOn adds the parts of the supply up.
func supplyOn(r ledger.Reader, key securities.RegisterKey) (securities.Quantity, error) {
	rows, found, err := stripes.FindMany(r, securities.Stripes(key.Instrument))
	if err != nil {
		return 0, err
	}
	var parts []securities.Stripe
	for i, row := range rows {
		if found[i] {
			parts = append(parts, row)
		}
	}
	return securities.SupplyOn(parts, key.Day)
}
