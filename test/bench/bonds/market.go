// SPDX-License-Identifier: Apache-2.0

package bonds

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/ident"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
	"github.com/consort-finance/consort/chaincode/securities/bond"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/test/bench/trial"
	"github.com/consort-finance/consort/test/desk"
)

// Names that stand once.
const (
	instrument = securities.InstrumentID("bond")
	treasury   = securities.AccountID("treasury")
	escrow     = securities.AccountID("escrow")
	issuing    = cash.AccountID("issuing") // the issuer's account
	paying     = cash.AccountID("paying")  // of the module, out of which coupons are paid
	suspense   = cash.AccountID("suspense")
	taxes      = cash.AccountID("taxes")
)

// How much there is: units of 100.00, money in cents.
const (
	nominal = 100_00
	size    = 5_000_000
	// purse is what each of the accounts between which units are traded has: enough for its side of every trade.
	purse = 1_000_00
	float = 20_000_000_00 // on the paying account, so that a stripe is never short
)

// market is a bond on a network, and everybody who deals with it.
type market struct {
	*trial.Ground
	issuer, north, south, operator, supervisor, agent, bob, maker *gatewayclient.Client
	today                                                         date.Date
	plan                                                          securities.Plan

	pieces  chan *piece // that nobody is at work on
	matched chan *trade // that may settle
}

// list brings the bond into circulation and to its first record date. What is traded leaves the treasury after that: a page
// of the coupon and a trade would meet on the account of a holder who trades.
func (m *market) list(ctx context.Context) error {
	m.Say("list a bond")
	return m.InTurn(ctx, m.seat, m.date, m.open, m.approve, m.custody, m.issue, m.settleIn, m.fillPurse, m.announce, m.record, m.spread)
}

// seat connects everybody.
func (m *market) seat(ctx context.Context) (err error) {
	for _, seat := range []struct {
		client       **gatewayclient.Client
		member, name string
	}{
		{&m.issuer, "northbank", "issuer"}, {&m.north, "northbank", "custody"}, {&m.south, "southbank", "custody"}, {&m.bob, "southbank", "bob"},
		{&m.operator, "southbank", "operator"}, {&m.supervisor, "regulator", "supervisor"}, {&m.agent, "northbank", "agent"}, {&m.maker, "northbank", "maker"},
	} {
		if *seat.client, err = m.At(ctx, seat.member, seat.name); err != nil {
			return err
		}
	}
	return nil
}

// date is when all this happens.
func (m *market) date(ctx context.Context) error {
	today, err := gatewayclient.Do(ctx, m.issuer, securities.Today, protocol.Nothing{})
	if err == nil {
		m.today = today.Date
	}
	return err
}

// open opens and fills the accounts of the issuer and of the coupon.
func (m *market) open(ctx context.Context) error {
	return m.InTurn(ctx,
		func(ctx context.Context) error { return m.Account(ctx, "northbank", issuing, "buyer") },
		func(ctx context.Context) error { return m.Account(ctx, "northbank", taxes, "northbank") },
		trial.Have(m.maker, cash.OpenAccount, cash.OpenRequest{ID: paying, Currency: desk.Currency(), Module: securities.Module}),
		trial.Have(m.maker, cash.OpenAccount, cash.OpenRequest{ID: suspense, Currency: desk.Currency(), Module: securities.Module}),
		func(ctx context.Context) error {
			return m.Mint(ctx, "northbank", "issuing", issuing, desk.Euros(float))
		},
		func(ctx context.Context) error { return m.Mint(ctx, "northbank", "paying", paying, desk.Euros(float)) },
		trial.Have(m.maker, cash.MarkHighVolume, cash.HighVolumeRequest{Account: paying, Stripes: registerPages}),
		trial.Have(m.maker, cash.MarkHighVolume, cash.HighVolumeRequest{Account: taxes, Stripes: 1}),
	)
}

// terms are those of a bond of 4 %, paid twice a year.
func (m *market) terms(ctx context.Context) (securities.Terms, error) {
	target, err := date.TARGET2(m.today.Year(), m.today.Year()+2)
	if err != nil {
		return securities.Terms{}, err
	}
	end, err := m.today.AddMonths(12)
	if err != nil {
		return securities.Terms{}, err
	}
	start, err := end.AddMonths(-12)
	if err != nil {
		return securities.Terms{}, err
	}
	isin, err := ident.NewISIN("XF", "000000001")
	if err != nil {
		return securities.Terms{}, err
	}
	issuer, err := gatewayclient.Do(ctx, m.issuer, parties.GetParty, "buyer")
	if err != nil {
		return securities.Terms{}, err
	}
	lei, err := ident.ParseLEI(issuer.Identifier)
	return securities.Terms{
		Kind: securities.Bond, Name: "Bench 4 %", ISIN: isin, CFI: ident.MustCFI("DBFUFR"), LEI: lei, Currency: desk.Currency(),
		Nominal: money.MustAmount(nominal), Size: size, Rounding: decimal.HalfUp, Public: true, Policy: parties.RegisteredPolicy,
		Bond: &bond.Terms{
			Coupon: bond.Fixed, Rate: decimal.MustParse("0.04"), DayCount: date.ActActICMA, Convention: date.Following, Calendar: target,
			Interest: date.Schedule{Start: start, End: end, Frequency: date.SemiAnnual, Stub: date.NoStub}, RecordDays: 1,
		},
		Document: securities.Hash(strings.Repeat("0b", 32)), Depository: m.operator.Identity().MSP, Regulator: m.supervisor.Identity().MSP,
		Classes: []securities.Cap{{Class: "professional"}},
	}, err
}

// approve has the terms approved, and the three investors admitted.
func (m *market) approve(ctx context.Context) error {
	terms, err := m.terms(ctx)
	if err != nil {
		return err
	}
	hash, err := terms.Hash()
	if err != nil {
		return err
	}
	if m.plan, err = securities.PlanOf(*terms.Bond, terms.Nominal); err != nil {
		return err
	}
	request := securities.ApproveRequest{TermsKey: securities.TermsKey{Instrument: instrument, Version: 1}, Hash: hash}
	var admissions securities.AdmitAllRequest
	for _, party := range []parties.PartyID{"alice", "bob", "northbank"} {
		admissions.Admissions = append(admissions.Admissions, securities.AdmitRequest{
			AdmissionKey: securities.AdmissionKey{Instrument: instrument, Party: party}, Class: "professional", Jurisdiction: "DE", Until: m.plan.Redemption,
		})
	}
	return m.InTurn(ctx,
		trial.Have(m.issuer, securities.ProposeInstrument, securities.ProposeRequest{ID: instrument, Terms: terms}),
		trial.Have(m.operator, securities.ApproveTerms, request), trial.Have(m.supervisor, securities.ApproveTerms, request),
		trial.Have(m.issuer, securities.OpenPrimary, instrument), trial.Have(m.operator, securities.AdmitInvestors, admissions),
	)
}

// custody opens the treasury, and the account through which units go that are sold without delivery against payment.
func (m *market) custody(ctx context.Context) error {
	return m.InTurn(ctx,
		trial.Have(m.north, securities.OpenAccount, securities.AccountTerms{ID: treasury, Owner: "buyer", Kind: securities.Treasury, Cash: issuing}),
		func(ctx context.Context) error { return m.Account(ctx, "northbank", "escrow", "northbank") },
		trial.Have(m.north, securities.OpenAccount, securities.AccountTerms{ID: escrow, Owner: "northbank", Kind: securities.Nominee, Cash: "escrow"}),
	)
}

// issue makes the units in the treasury, a lot for each distribution.
func (m *market) issue(ctx context.Context) error {
	request := securities.IssueRequest{ID: "issue", Instrument: instrument, Account: treasury, Sizes: m.distributed()}
	return m.InTurn(ctx,
		trial.Have(m.issuer, securities.RequestIssue, request),
		trial.Have(m.operator, securities.DecideIssue, securities.DecideIssueRequest{ID: request.ID, Accept: true}),
		trial.Have(m.operator, securities.Activate, instrument),
	)
}

// distributed are the sizes of the treasury's lots: to pieces first, then the crowd's, then what the holders get.
func (m *market) distributed() []securities.Quantity {
	sizes := append(slices.Repeat([]securities.Quantity{atOnce}, pieces/atOnce), crowd)
	return append(sizes, slices.Repeat([]securities.Quantity{atOnce * unitsEach}, holders/atOnce)...)
}

// lots are the live lots of an account.
func (m *market) lots(ctx context.Context, account securities.AccountID) (all []securities.Lot, err error) {
	request := securities.LotsRequest{Account: account, Instrument: instrument, PageRequest: protocol.PageRequest{Size: protocol.PageSizeMax}}
	for {
		page, err := gatewayclient.Do(ctx, m.operator, securities.LotsByAccount, request)
		if err != nil {
			return nil, err
		}
		if all = append(all, page.Items...); page.Next == "" {
			return all, nil
		}
		request.After = page.Next
	}
}

// distribute hands one of the treasury's lots out, whole and in equal parts.
func (m *market) distribute(ctx context.Context, lot securities.Lot, to []securities.AccountID) error {
	request := securities.DistributeRequest{Instrument: instrument, From: treasury, Lots: []securities.LotID{lot.ID}}
	part := lot.Quantity / securities.Quantity(len(to))
	if part*securities.Quantity(len(to)) != lot.Quantity {
		return fmt.Errorf("a lot of %s is not for %d accounts alike", lot.Quantity, len(to))
	}
	for _, account := range to {
		request.Parts = append(request.Parts, securities.Part{To: account, Quantity: part})
	}
	_, err := gatewayclient.Do(ctx, m.issuer, securities.DistributeUnits, request)
	return err
}
