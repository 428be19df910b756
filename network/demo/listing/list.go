// SPDX-License-Identifier: Apache-2.0

package listing

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/ident"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/securities"
	"github.com/consort-finance/consort/chaincode/securities/bond"
	"github.com/consort-finance/consort/network/demo/footing"
	"github.com/consort-finance/consort/network/demo/story"
)

// offered is how many units there are, in lots that are spent side by side.
var offered = []securities.Quantity{125, 125, 125, 125}

func (c *chapter) list() []story.Step {
	return []story.Step{
		story.Do("the issuer proposes a bond whose register it would keep itself", c.ownRegister),
		story.Do("the issuer proposes a bond, with the depository as its registrar", c.propose),
		story.Do("the issuer opens it before the depository has agreed", c.early),
		story.Do("the depository and, since it is offered to the public, the regulator approve the terms", c.approve),
		story.Do("the depository admits alice and bob as investors", c.admit),
		story.Do("the issuer asks for the units, the depository makes them in the treasury", c.issue),
	}
}

// bond is half a year of 4 %.
func (c *chapter) bond() (securities.Terms, error) {
	year := c.Today.Year()
	target, err := date.TARGET2(year, year+1)
	if err != nil {
		return securities.Terms{}, fmt.Errorf("calendar: %w", err)
	}
	start, end, err := halfYear(c.Today)
	if err != nil {
		return securities.Terms{}, fmt.Errorf("maturity: %w", err)
	}
	isin, err := c.isin()
	if err != nil {
		return securities.Terms{}, err
	}
	lei, err := footing.LEI("buyer")
	if err != nil {
		return securities.Terms{}, err
	}
	document := sha256.Sum256([]byte("prospectus of " + isin.String()))
	return securities.Terms{
		Kind: securities.Bond, Name: "Anchor Buyer 4 %", ISIN: isin, CFI: ident.MustCFI("DBFUFR"), LEI: lei,
		Currency: footing.Euro, Nominal: money.MustAmount(100_000), Size: 500, Rounding: decimal.HalfUp,
		Bond: &bond.Terms{
			Coupon: bond.Fixed, Rate: decimal.MustParse("0.04"), DayCount: date.ActActICMA, Convention: date.Following, Calendar: target,
			Interest:   date.Schedule{Start: start, End: end, Frequency: date.SemiAnnual, Stub: date.NoStub},
			RecordDays: 1,
		},
		Policy: parties.RegisteredPolicy, Document: securities.Hash(hex.EncodeToString(document[:])), Public: true,
		Depository: c.MSP("depository"), Regulator: c.MSP("regulator"), Classes: []securities.Cap{{Class: "professional", Most: 3}},
	}, nil
}

// halfYear is a regular period that begins today, or a few days ago where today's day is in no month half a year later.
func halfYear(today date.Date) (start, end date.Date, err error) {
	if end, err = today.AddMonths(6); err != nil {
		return start, end, err
	}
	start, err = end.AddMonths(-6)
	return start, end, err
}

func (c *chapter) ownRegister(ctx context.Context) (string, error) {
	terms := c.terms
	terms.Depository = c.MSP(c.issuer.Member())
	_, err := story.Submit(ctx, c.Stage, c.issuer, securities.ProposeInstrument, securities.ProposeRequest{ID: c.instrument(), Terms: terms})
	return story.Refused(err, securities.OwnRegistrar)
}

func (c *chapter) propose(ctx context.Context) (string, error) {
	_, err := story.Submit(ctx, c.Stage, c.issuer, securities.ProposeInstrument, securities.ProposeRequest{ID: c.instrument(), Terms: c.terms})
	return fmt.Sprintf("%s, %s units of 1000.00 EUR at 4 %%, due on %s", c.terms.ISIN, c.terms.Size, c.plan.Redemption), err
}

func (c *chapter) early(ctx context.Context) (string, error) {
	_, err := story.Submit(ctx, c.Stage, c.issuer, securities.OpenPrimary, c.instrument())
	return story.Refused(err, securities.StatusRefused)
}

func (c *chapter) approve(ctx context.Context) (string, error) {
	hash, err := c.terms.Hash()
	if err != nil {
		return "", fmt.Errorf("hash of the terms: %w", err)
	}
	request := securities.ApproveRequest{TermsKey: securities.TermsKey{Instrument: c.instrument(), Version: 1}, Hash: hash}
	for _, who := range []story.Person{operator, footing.Supervisor} {
		if _, err := story.Submit(ctx, c.Stage, who, securities.ApproveTerms, request); err != nil {
			return "", err
		}
	}
	opened, err := story.Submit(ctx, c.Stage, c.issuer, securities.OpenPrimary, c.instrument())
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("terms %.16s…, the instrument is %s", hash, opened.Result.Status), nil
}

func (c *chapter) admit(ctx context.Context) (string, error) {
	var all securities.AdmitAllRequest
	for i, party := range []parties.PartyID{"alice", "bob"} {
		all.Admissions = append(all.Admissions, securities.AdmitRequest{
			AdmissionKey: securities.AdmissionKey{Instrument: c.instrument(), Party: party},
			Class:        "professional", Jurisdiction: "DE", Until: c.plan.Redemption, Slot: i + 1,
		})
	}
	_, err := story.Submit(ctx, c.Stage, operator, securities.AdmitInvestors, all)
	return "two of at most three professional investors", err
}

func (c *chapter) issue(ctx context.Context) (string, error) {
	id := securities.IssueID(c.ID("issue"))
	_, err := story.Submit(ctx, c.Stage, c.issuer, securities.RequestIssue, securities.IssueRequest{
		ID: id, Instrument: c.instrument(), Account: c.account("buyer"), Sizes: offered,
	})
	if err != nil {
		return "", err
	}
	if _, err := story.Submit(ctx, c.Stage, operator, securities.DecideIssue, securities.DecideIssueRequest{ID: id, Accept: true}); err != nil {
		return "", err
	}
	return c.units(ctx, "buyer")
}
