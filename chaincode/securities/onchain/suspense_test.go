// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
)

// dividends is a market of shares with a dividend of 0.1234: 1,000 shares each get 123.40, less a quarter, 92.55.
func dividends(t testing.TB) *market {
	t.Helper()
	m := active(t, "IND", shareTerms(t))
	m.payingAgency(t)
	return m
}

func TestDividendIsPaid(t *testing.T) {
	m := dividends(t)
	action, pages := m.funded(t, m.announced(t, dividend("D-1")), "2026-01-07")
	require.Equal(t, [3]string{"37020", "9255", "0"}, [3]string{action.Total.Gross.String(), action.Total.Tax.String(), action.Residual.String()})
	stage.Refused(t, m.agent, securities.PayEntitlements, paging("D-1", pages...), securities.TooEarly)
	m.roll(t, "2026-01-08")
	stage.Refused(t, m.Actor(south, "agent", "southbank", "paying-agent"), securities.PayEntitlements, paging("D-1", pages...), securities.NotYours)
	stage.Do(t, m.agent, securities.PayEntitlements, paging("D-1", pages...))
	stage.Do(t, m.summit, securities.ReconcileAction, "D-1")
	m.has(t, "harbour", "1000092.55")
	m.has(t, "tax", "92.55")
}

// What a frozen account cannot be paid waits for its owner: not for the issuer, and not for whoever asks.
func TestWhatCannotBePaidIsSuspended(t *testing.T) {
	m := dividends(t)
	req := dividend("D-1")
	req.Forfeits = day("2026-02-02")
	_, pages := m.funded(t, m.announced(t, req), "2026-01-08")
	pay := paging("D-1", pages...)
	pay.Suspend = []securities.AccountID{"harbour"}
	stage.Refused(t, m.agent, securities.PayEntitlements, pay, securities.HolderPayable)
	for _, account := range []cash.AccountID{"harbour", "orchard"} {
		stage.Do(t, m.judge, cash.FreezeAccount, cash.FreezeRequest{Account: account, Side: cash.BothSides})
	}
	stage.Refused(t, m.agent, securities.PayEntitlements, paging("D-1", pages...), cash.AccountFrozen)
	stage.Refused(t, m.agent, securities.PayEntitlements, pay, cash.AccountFrozen)
	pay.Suspend = []securities.AccountID{"harbour", "orchard"}
	stage.Do(t, m.agent, securities.PayEntitlements, pay)
	m.has(t, "suspense", "185.10")
	stage.Do(t, m.summit, securities.ReconcileAction, "D-1")
	require.Len(t, stage.Do(t, m.summit, securities.SuspenseOf, securities.ActionPage{Action: "D-1"}).Items, 2)

	harbour := securities.ReleaseSuspenseRequest{SuspenseKey: securities.SuspenseKey{Action: "D-1", Account: "harbour"}}
	stage.Refused(t, m.northDesk, securities.ReleaseSuspense, harbour, securities.NotYours)
	stage.Refused(t, m.southDesk, securities.ReleaseSuspense, harbour, cash.AccountFrozen)
	ordered := harbour
	ordered.Order = "C-1"
	stage.Refused(t, m.southDesk, securities.ReleaseSuspense, ordered, securities.ActionTermsRefused)
	stage.Do(t, m.judge, cash.UnfreezeAccount, "harbour")
	stage.Do(t, m.southDesk, securities.ReleaseSuspense, harbour)
	m.has(t, "harbour", "1000092.55")
	stage.Refused(t, m.southDesk, securities.ReleaseSuspense, harbour, securities.SuspenseEnded)

	orchard := securities.SuspenseKey{Action: "D-1", Account: "orchard"}
	stage.Refused(t, m.issuer, securities.ForfeitSuspense, orchard, securities.TooEarly)
	m.roll(t, "2026-02-02")
	stage.Do(t, m.issuer, securities.ForfeitSuspense, orchard)
	stage.Refused(t, m.issuer, securities.ForfeitSuspense, orchard, securities.SuspenseEnded)
	m.has(t, "southbank", "1000092.55")
	m.has(t, "suspense", "0.00")
}

// Accounts that are on none of the pages are not suspended, and lots have no business in a dividend.
func TestOnlyHoldersAreSuspended(t *testing.T) {
	m := dividends(t)
	_, pages := m.funded(t, m.announced(t, dividend("D-1")), "2026-01-08")
	stage.Do(t, m.southDesk, securities.CloseAccount, "southbank")
	pay := paging("D-1", pages...)
	pay.Suspend = []securities.AccountID{"southbank"}
	stage.Refused(t, m.agent, securities.PayEntitlements, pay, securities.HolderUnknown)
	pay.Suspend = []securities.AccountID{"nobody"}
	stage.Refused(t, m.agent, securities.PayEntitlements, pay, protocol.NotFound)
	pay.Suspend, pay.Lots = nil, m.allLots(t, "IND", "orchard")
	stage.Refused(t, m.agent, securities.PayEntitlements, pay, securities.LotsIncomplete)
	stage.Refused(t, m.agent, securities.PayEntitlements, paging("D-1", "8000"), protocol.NotFound)
}

// The profile that an account had at the record date counts, whatever it is when the register is counted.
func TestTaxIsThatOfTheRecordDate(t *testing.T) {
	m := dividends(t)
	id := m.announced(t, dividend("D-1"))
	treaty := func(account securities.AccountID, by, desk *stage.Actor) {
		change := securities.ChangeRequest{ID: account, AccountChange: securities.AccountChange{Cash: cash.AccountID(account), Tax: "treaty"}}
		stage.Do(t, by, securities.ChangeAccount, change)
		stage.Do(t, desk, securities.ConfirmAccount, change)
	}
	m.roll(t, "2026-01-06")
	treaty("orchard", m.orchard, m.northDesk)
	m.roll(t, "2026-01-07")
	treaty("harbour", m.harbour, m.southDesk)
	_, pages := m.funded(t, id, "2026-01-08")
	stage.Do(t, m.agent, securities.PayEntitlements, paging(id, pages...))
	m.has(t, "orchard", "1000104.89") // 123.40 less 18.51
	m.has(t, "harbour", "1000092.55")
}
