// SPDX-License-Identifier: Apache-2.0

package covers

import (
	"context"
	"fmt"
	"strings"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/insurance/treaty"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/test/bench/trial"
	"github.com/consort-finance/consort/test/desk"
)

// struck is how many homes are lost at once, each one's claim under one treaty.
const struck = 200

// Names of the reinsurance. Two fifths of each loss are the reinsurer's.
const (
	programme  = insurance.ProgrammeID("bench")
	quotaShare = insurance.TreatyID("bench-quota")
	cededPart  = "0.4"
)

func loss(n int) insurance.ClaimID { return insurance.ClaimID(fmt.Sprintf("loss-%d", n)) }

// reserve is what is set aside for a loss, in cents: another sum for each, of which two fifths are whole cents.
func reserve(n int) int64 { return 1_000_00 + int64(n)*10_05 }

// cede brings a treaty about, has all claims made and reserved at once, and counts who lost a race.
func (m *market) cede(ctx context.Context) ([]trial.Figure, error) {
	m.Say("%d claims under one treaty at once", struck)
	if err := m.place(ctx); err != nil {
		return nil, fmt.Errorf("treaty: %w", err)
	}
	counted, err := m.Count(ctx, func() error { return m.strike(ctx) })
	if err == nil && counted.Valid != 3*struck {
		err = fmt.Errorf("%d of %d steps of claims took place", counted.Valid, 3*struck)
	}
	if err == nil {
		err = m.InTurn(ctx, m.fold, m.ceded)
	}
	return []trial.Figure{{Name: "treaty_conflicts", Value: float64(counted.Invalid)}}, err
}

// strike has all losses notified at once, then acknowledged, then reserved.
func (m *market) strike(ctx context.Context) error {
	for _, step := range []func(context.Context, int) error{m.notify, m.acknowledge, m.reserve} {
		if err := m.InTurn(ctx, func(ctx context.Context) error { return trial.InParallel(ctx, numbers(struck), step) }); err != nil {
			return err
		}
	}
	return nil
}

// place has the reinsurer bear a part of what happens to homes.
func (m *market) place(ctx context.Context) error {
	end, err := m.first.AddMonths(12)
	if err != nil {
		return err
	}
	return m.InTurn(ctx,
		trial.Have(m.underwriter, insurance.OpenProgrammeOf, insurance.ProgrammeTerms{
			ID: programme, Currency: desk.Currency(), Classes: []string{m.homes().Class}, Basis: insurance.LossesOccurring,
			Period: treaty.Period{From: m.first, To: end}, Purse: purseOf(insuring, insurance.Reinsurance),
		}),
		func(ctx context.Context) error { return m.order(ctx, end) }, m.sign,
	)
}

// order brings the treaty to a firm order, on a quote until a day.
func (m *market) order(ctx context.Context, until date.Date) error {
	slip := insurance.SlipTerms{
		ID: quotaShare, Programme: programme, Order: insurance.Whole, ReviewDays: 10, Wording: strings.Repeat("c4", 32),
		Terms: treaty.Terms{Kind: treaty.QuotaShare, Priority: 1, CededShare: decimal.MustParse(cededPart)},
	}
	quote := insurance.TreatyQuote{
		Treaty: quotaShare, Reinsurer: insurance.Firm{Party: "reinsurer", Host: m.treaty.Identity().MSP}, Share: insurance.Whole,
		Premium: treaty.Premium{Commission: decimal.MustParse("0.25")}, Wording: slip.Wording, Expires: until,
		Salt: strings.Repeat("5a", 16),
	}
	return m.InTurn(ctx,
		trial.Have(m.underwriter, insurance.DraftTreaty, slip),
		trial.Have(m.treaty, insurance.QuoteTreaty, insurance.TreatyQuoteRequest{Treaty: quotaShare, Quote: quote}),
		trial.Have(m.underwriter, insurance.TakeQuote, insurance.TakeQuoteRequest{Treaty: quotaShare, Quote: quote}),
		trial.Have(m.chief, insurance.OrderTreaty, quotaShare),
	)
}

// sign has the reinsurer write and confirm its line, and binds the treaty.
func (m *market) sign(ctx context.Context) error {
	line := insurance.LineRequest{Treaty: quotaShare, Share: insurance.Whole, Purse: purseOf(reinsuring, insurance.Reinsurance)}
	lines := insurance.LinesRequest{Treaty: quotaShare, Reinsurers: []parties.PartyID{"reinsurer"}}
	return m.InTurn(ctx,
		trial.Have(m.treaty, insurance.WriteLine, line), trial.Have(m.underwriter, insurance.CloseLines, lines),
		trial.Have(m.underwriter, insurance.SignDown, quotaShare), trial.Have(m.accounts, insurance.ConfirmLine, quotaShare),
		trial.Have(m.underwriter, insurance.BindTreaty, quotaShare),
	)
}

func (m *market) notify(ctx context.Context, n int) error {
	return trial.Have(m.Alice, insurance.NotifyLoss, insurance.LossNotice{
		Claim: loss(n), Policy: home(n), LossAt: m.today, Peril: "FIRE", Occurrence: 1,
		Claimed: []insurance.Claimed{{Cover: building, Amount: money.MustAmount(reserve(n))}},
	})(ctx)
}

func (m *market) acknowledge(ctx context.Context, n int) error {
	return trial.Have(m.handler, insurance.AcknowledgeClaim, loss(n))(ctx)
}

func (m *market) reserve(ctx context.Context, n int) error {
	return trial.Have(m.handler, insurance.MoveReserve, insurance.ReserveRequest{
		Claim: loss(n), Exposure: 1, Cost: insurance.IndemnityCost, Delta: money.MustAmount(reserve(n)), Reason: "ESTIMATE",
	})(ctx)
}

// fold folds all that waits into the programme, by whoever asks for it.
func (m *market) fold(ctx context.Context) error {
	waiting, err := trial.All(ctx, m.other, insurance.CessionsWaiting, func(page protocol.PageRequest) insurance.InsurerPage {
		return insurance.InsurerPage{PageRequest: page, Party: "insurer"}
	})
	if err != nil {
		return err
	}
	if len(waiting) != struck {
		return fmt.Errorf("%d movements wait of %d", len(waiting), struck)
	}
	request := insurance.CedeRequest{Programme: programme}
	for _, due := range waiting {
		request.Due = append(request.Due, due.CessionKey)
	}
	return trial.Have(m.other, insurance.CedeBatch, request)(ctx)
}

// ceded makes sure that the treaty bears its share of what is reserved, to the cent.
func (m *market) ceded(ctx context.Context) error {
	position, err := gatewayclient.Do(ctx, m.treaty, insurance.GetPosition, quotaShare)
	if err != nil {
		return err
	}
	var share int64
	for n := range struck {
		share += reserve(n) / 5 * 2
	}
	if want := (treaty.Standing{Incurred: money.MustAmount(share)}); position.Ceded != want {
		return fmt.Errorf("the treaty bears %v, and not %v", position.Ceded, want)
	}
	return nil
}
