// SPDX-License-Identifier: Apache-2.0

package bonds

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/test/bench/trial"
	"github.com/consort-finance/consort/test/desk"
)

// The holders of the coupon's record date, and the pages of their register.
const (
	holders       = 100_000
	unitsEach     = 10
	registerPages = 128
	payers        = 6 // pages on their way at a time
)

// pace is how many trades a second settle while the coupon is paid.
const pace = 55

const coupon = securities.ActionID("coupon")

// inOrder are the holders' accounts in the order of the register's buckets.
func inOrder() []securities.AccountID {
	all := make([]securities.AccountID, holders)
	for n := range all {
		all[n] = securities.AccountID(fmt.Sprintf("holder-%08x", uint32(n)*0x9e3779b1)) // each once, in no order
	}
	slices.SortFunc(all, func(a, b securities.AccountID) int { return cmp.Compare(a.Bucket(), b.Bucket()) })
	return all
}

// purseOf is a holder's cash account. Its name begins with the bucket of the account of units, as whoever opens both can see
// to, so that a page of the register finds the cash accounts of its holders side by side.
func purseOf(account securities.AccountID) cash.AccountID {
	return cash.AccountID(fmt.Sprintf("%s-%s", account.Bucket(), account))
}

// payCoupon pays the coupon to everybody while trades settle, and measures that.
func (m *market) payCoupon(ctx context.Context) ([]trial.Figure, error) {
	if err := m.fund(ctx); err != nil {
		return nil, err
	}
	m.Say("instruct %d trades for the time of the coupon", pieces-trial.Workers)
	if err := m.InTurn(ctx, func(ctx context.Context) error { return m.instructTo(ctx, pieces-trial.Workers) }, m.AtRest); err != nil {
		return nil, err
	}
	figures, err := m.payAll(ctx)
	if err != nil {
		return nil, err
	}
	table, err := m.capTable(ctx)
	return append(figures, table), errors.Join(err, m.reconcile(ctx))
}

// settleIn gives each holder its accounts and units.
func (m *market) settleIn(ctx context.Context) error {
	m.Say("open accounts for %d holders, and give them their units", holders)
	left, err := m.lots(ctx, treasury)
	if err != nil {
		return err
	}
	left = slices.DeleteFunc(left, func(lot securities.Lot) bool { return lot.Quantity != atOnce*unitsEach })
	if len(left) != holders/atOnce {
		return fmt.Errorf("the treasury has %d lots for holders", len(left))
	}
	group, settling := errgroup.WithContext(ctx)
	group.SetLimit(payers)
	all := inOrder()
	for i, lot := range left {
		group.Go(func() error { return m.settleSome(settling, all[i*atOnce:(i+1)*atOnce], lot) })
	}
	return group.Wait()
}

func (m *market) settleSome(ctx context.Context, to []securities.AccountID, lot securities.Lot) error {
	var money cash.OpenManyRequest
	var units securities.AccountsRequest
	for _, account := range to {
		money.Accounts = append(money.Accounts, cash.OpenRequest{
			ID: purseOf(account), Currency: desk.Currency(), Party: "alice", Host: m.maker.Identity().MSP,
		})
		units.Accounts = append(units.Accounts, securities.AccountTerms{ID: account, Owner: "alice", Kind: securities.Investor, Cash: purseOf(account), Tax: "standard"})
	}
	return m.InTurn(ctx, trial.Have(m.maker, cash.OpenAccounts, money), trial.Have(m.north, securities.OpenAccounts, units),
		func(ctx context.Context) error { return m.distribute(ctx, lot, to) })
}

// announce announces the coupon, with a tax of a quarter, and ends the record date.
func (m *market) announce(ctx context.Context) error {
	planned := m.plan.Coupons[0]
	request := securities.AnnounceRequest{
		ID: coupon, Instrument: instrument, Kind: securities.InterestPayment,
		ActionTerms: securities.ActionTerms{
			Record: planned.Record, Payment: planned.Payment, Coupon: planned.Number, Agent: m.agent.Identity().MSP,
			Payees: &securities.CashAccounts{Paying: paying, Suspense: suspense, Tax: taxes, Residual: issuing},
			Taxes:  securities.TaxTable{Standard: decimal.MustParse("0.25")},
		},
	}
	officer, err := m.At(ctx, "northbank", desk.Officer)
	if err != nil {
		return err
	}
	roll := protocol.RollRequest{To: planned.Payment}
	m.today = planned.Payment
	return m.InTurn(ctx, trial.Have(m.issuer, securities.AnnounceAction, request), trial.Have(m.operator, securities.ConfirmAction, coupon),
		trial.Have(officer, cash.RollDate, roll), trial.Have(officer, securities.RollDate, roll))
}

// parts are the buckets of each page of the register.
func parts() []securities.Buckets {
	all := make([]securities.Buckets, registerPages)
	width := 0x10000 / registerPages
	for i := range all {
		all[i] = securities.Buckets{From: securities.Bucket(fmt.Sprintf("%04x", i*width)), To: securities.Bucket(fmt.Sprintf("%04x", (i+1)*width-1))}
	}
	return all
}

func firsts() []securities.Bucket {
	all := make([]securities.Bucket, registerPages)
	for i, part := range parts() {
		all[i] = part.From
	}
	return all
}

func (m *market) register() securities.RegisterKey {
	return securities.RegisterKey{Instrument: instrument, Day: m.plan.Coupons[0].Record}
}

// record counts the register and works the entitlements out.
func (m *market) record(ctx context.Context) error {
	m.Say("count the register of the record date, in %d pages", registerPages)
	return m.InTurn(ctx,
		func(ctx context.Context) error { return trial.AtATime(ctx, payers, parts(), m.tally) },
		trial.Have(m.operator, securities.CloseRegister, securities.CloseRequest{RegisterKey: m.register(), Pages: firsts()}),
		trial.Have(m.operator, securities.CloseRecord, securities.CloseRecordRequest{Action: coupon}),
		func(ctx context.Context) error {
			return trial.InParallel(ctx, slices.Collect(slices.Chunk(firsts(), 16)), func(ctx context.Context, pages []securities.Bucket) error {
				return trial.Have(m.operator, securities.EntitlePages, securities.EntitleRequest{Action: coupon, Pages: pages})(ctx)
			})
		},
		trial.Have(m.operator, securities.CompleteEntitlements, coupon),
	)
}

func (m *market) tally(ctx context.Context, part securities.Buckets) error {
	held, err := gatewayclient.Do(ctx, m.operator, securities.GetLotsOn, securities.HoldersRequest{RegisterKey: m.register(), Buckets: part})
	if err != nil {
		return err
	}
	return trial.Have(m.operator, securities.CountRegister, securities.CountRequest{RegisterKey: m.register(), Buckets: part, Lots: held.Lots})(ctx)
}

// fund has the issuer pay in what is due.
func (m *market) fund(ctx context.Context) error {
	action, err := gatewayclient.Do(ctx, m.issuer, securities.GetAction, coupon)
	if err != nil {
		return err
	}
	due := money.Money{Amount: action.Due(), Currency: action.Currency}
	consent, err := cash.ConsentTo(securities.FundingID(coupon), []cash.SettleLeg{{From: issuing, To: paying, Amount: due}})
	if err != nil {
		return err
	}
	return m.InTurn(ctx,
		trial.Have(m.issuer, securities.FundAction, securities.FundActionRequest{Action: coupon, Means: cash.Means{Account: issuing, Consent: consent}}),
		func(ctx context.Context) error { return trial.Consolidate(ctx, m.maker, paying) },
	)
}

// payAll pays all pages, while trades settle.
func (m *market) payAll(ctx context.Context) ([]trial.Figure, error) {
	m.Say("pay the coupon to %d holders while trades settle", holders)
	var settled atomic.Int64
	var took time.Duration
	counted, err := m.Count(ctx, func() error {
		trading, stop := context.WithCancel(ctx)
		defer stop()
		market := make(chan error, 1)
		go func() { market <- m.trade(trading, ctx, &settled) }()
		start := time.Now()
		err := m.payPages(ctx)
		took = time.Since(start)
		stop()
		return errors.Join(err, <-market)
	})
	seconds := took.Seconds()
	return []trial.Figure{
		{Name: "coupon_holders_per_second", Value: holders / seconds, Goal: 2_000, Least: true},
		{Name: "coupon_trades_per_second", Value: float64(settled.Load()) / seconds, Goal: 50, Least: true},
		{Name: "coupon_conflicts", Value: float64(counted.Invalid)},
	}, err
}

// payPages pays the pages, some at a time.
func (m *market) payPages(ctx context.Context) error {
	return trial.AtATime(ctx, payers, firsts(), func(ctx context.Context, page securities.Bucket) error {
		return trial.Have(m.agent, securities.PayEntitlements, securities.PayRequest{Action: coupon, Pages: []securities.Bucket{page}})(ctx)
	})
}

// trade settles trades at a pace until it is told to stop, and counts those that settled by then.
func (m *market) trade(until, ctx context.Context, settled *atomic.Int64) error {
	ticker := time.NewTicker(time.Second / pace)
	defer ticker.Stop()
	group, settling := errgroup.WithContext(ctx)
	for {
		select {
		case <-until.Done():
			return group.Wait()
		case <-ticker.C:
		}
		select {
		case t := <-m.matched:
			group.Go(func() error {
				err := m.deliver(settling, t)
				if err == nil && until.Err() == nil {
					settled.Add(1)
				}
				return err
			})
		default: // none is left: what is counted then falls short
		}
	}
}

// reconcile ends the coupon, and looks whether all of what was funded is gone.
func (m *market) reconcile(ctx context.Context) error {
	if err := m.InTurn(ctx,
		func(ctx context.Context) error { return trial.Consolidate(ctx, m.maker, taxes) },
		trial.Have(m.operator, securities.ReconcileAction, coupon),
	); err != nil {
		return err
	}
	balance, err := gatewayclient.Do(ctx, m.maker, cash.GetBalance, paying)
	if err == nil && balance.Posted != desk.Euros(float) {
		err = fmt.Errorf("the paying account has %s, and had %s before", balance.Posted, desk.Euros(float))
	}
	return err
}

// capTable reads who held the bond on the record date, from one peer.
func (m *market) capTable(ctx context.Context) (trial.Figure, error) {
	var total securities.Quantity
	start := time.Now()
	for _, part := range parts() {
		table, err := gatewayclient.Do(ctx, m.operator, securities.GetCapTable, securities.HoldersRequest{RegisterKey: m.register(), Buckets: part})
		if err != nil {
			return trial.Figure{}, err
		}
		total += table.Total
	}
	took := time.Since(start)
	supply, err := gatewayclient.Do(ctx, m.operator, securities.GetSupply, m.register())
	if err == nil && supply.Units != total {
		err = fmt.Errorf("the cap table has %s units of %s", total, supply.Units)
	}
	return trial.Figure{Name: "cap_table_seconds", Value: took.Seconds(), Goal: 2}, err
}
