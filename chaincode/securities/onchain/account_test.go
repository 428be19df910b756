// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
)

// Income goes to the owner's own money account, also where it is changed: which owner and custodian do together.
func TestIncomeGoesToTheOwner(t *testing.T) {
	m := opened(t)
	terms := securities.AccountTerms{ID: "second", Owner: "orchard", Kind: securities.Investor, Cash: "harbour"}
	stage.Refused(t, m.northDesk, securities.OpenAccount, terms, securities.AccountRefused)
	terms.Cash = "orchard"
	stage.Do(t, m.northDesk, securities.OpenAccount, terms)
	terms.Owner = "nobody"
	stage.Refused(t, m.northDesk, securities.OpenAccount, terms, securities.FirmRefused)

	change := changing("orchard")
	stage.Refused(t, m.northDesk, securities.ConfirmAccount, change, securities.TermsMoved)
	stage.Do(t, m.orchard, securities.ChangeAccount, change)
	other := change
	other.Tax = "exempt"
	stage.Refused(t, m.northDesk, securities.ConfirmAccount, other, securities.TermsMoved)
	stage.Refused(t, m.southDesk, securities.ConfirmAccount, change, securities.NotYours)
	require.Equal(t, securities.TaxProfile("treaty"), stage.Do(t, m.northDesk, securities.ConfirmAccount, change).Tax)
	change.Cash = "harbour"
	stage.Do(t, m.orchard, securities.ChangeAccount, change)
	stage.Refused(t, m.northDesk, securities.ConfirmAccount, change, securities.AccountRefused)
}

// A closed account receives nothing and can be emptied.
func TestAClosedAccountIsEmptied(t *testing.T) {
	m := active(t, "IND-29", bondTerms(t))
	stage.Do(t, m.northDesk, securities.CloseAccount, "orchard")
	stage.Refused(t, m.harbour, securities.Transfer, m.giving(t, "harbour", "orchard", 10), securities.AccountRefused)
	m.pass(t, "IND-29", m.orchard, "orchard", "harbour", 1000)
	stage.Refused(t, m.northDesk, securities.CloseAccount, "orchard", securities.StatusRefused)
}

// As many investors of a class as it has slots, exactly: also in one block.
func TestCapsAreExact(t *testing.T) {
	m := opened(t)
	terms := bondTerms(t)
	terms.Classes = []securities.Cap{{Class: "professional", Most: 1}, {Class: "public"}}
	m.propose(t, "IND-29", terms)
	stage.Refused(t, m.keeper, securities.AdmitInvestor, admitting("IND-29", "orchard", "public", 0), securities.StatusRefused)
	m.approve(t, "IND-29")
	stage.Refused(t, m.keeper, securities.AdmitInvestor, admitting("IND-29", "orchard", "professional", 2), securities.ClassRefused)
	stage.Refused(t, m.keeper, securities.AdmitInvestor, admitting("IND-29", "orchard", "professional", 0), securities.ClassRefused)
	stage.Refused(t, m.keeper, securities.AdmitInvestor, admitting("IND-29", "orchard", "public", 1), securities.ClassRefused)
	stage.Refused(t, m.keeper, securities.AdmitInvestor, admitting("IND-29", "nobody", "public", 0), securities.FirmRefused)
	require.Equal(t, []string{"VALID", "MVCC_READ_CONFLICT"}, m.block(t,
		endorsed(t, m, m.keeper, securities.AdmitInvestor, admitting("IND-29", "orchard", "professional", 1)),
		endorsed(t, m, m.second, securities.AdmitInvestor, admitting("IND-29", "summit", "professional", 1))))
	stage.Refused(t, m.second, securities.AdmitInvestor, admitting("IND-29", "summit", "professional", 1), protocol.AlreadyExists)
	renewed := stage.Do(t, m.keeper, securities.AdmitInvestor, admitting("IND-29", "orchard", "professional", 1))
	require.Equal(t, 1, renewed.Slot)
	stage.Do(t, m.keeper, securities.AdmitInvestor, admitting("IND-29", "orchard", "public", 0))
	stage.Do(t, m.keeper, securities.AdmitInvestor, admitting("IND-29", "summit", "professional", 1))
}

// Whoever is admitted no more may sell and not buy; its slot is free when a later register shows it without a holding.
func TestASlotIsFreeWhenItsInvestorHoldsNothing(t *testing.T) {
	m := active(t, "IND-29", bondTerms(t))
	stage.Do(t, m.keeper, securities.AdmitInvestor, admitting("IND-29", "orchard", "professional", 9))
	key := securities.AdmissionKey{Instrument: "IND-29", Party: "orchard"}
	stage.Do(t, m.keeper, securities.EndAdmission, key)
	stage.Refused(t, m.harbour, securities.Transfer, m.giving(t, "harbour", "orchard", 10), securities.NotAdmitted)
	m.pass(t, "IND-29", m.orchard, "orchard", "harbour", 400)
	release := func(on string) securities.ReleaseRequest {
		return securities.ReleaseRequest{AdmissionKey: key, Day: day(on), Pages: 1}
	}
	m.close(t, "IND-29", monday, "2026-01-06")
	stage.Refused(t, m.keeper, securities.ReleaseSlot, release(monday), securities.StillHolds)
	m.pass(t, "IND-29", m.orchard, "orchard", "harbour", 600)
	stage.Refused(t, m.keeper, securities.ReleaseSlot, release("2026-01-06"), protocol.NotFound)
	m.close(t, "IND-29", "2026-01-06", "2026-01-07")
	require.Equal(t, securities.Released, stage.Do(t, m.keeper, securities.ReleaseSlot, release("2026-01-06")).Status)
	stage.Do(t, m.keeper, securities.AdmitInvestor, admitting("IND-29", "summit", "professional", 9))
	stage.Refused(t, m.keeper, securities.AdmitInvestor, admitting("IND-29", "orchard", "professional", 9), protocol.AlreadyExists)
	stage.Do(t, m.keeper, securities.AdmitInvestor, admitting("IND-29", "orchard", "professional", 10))
}

// A register of a day before the admission ended says nothing about what came after.
func TestAnOldRegisterReleasesNobody(t *testing.T) {
	m := opened(t)
	m.list(t, "IND-29", bondTerms(t), 100)
	m.close(t, "IND-29", monday, "2026-01-06")
	m.pass(t, "IND-29", m.issuer, "industry", "orchard", 100)
	key := securities.AdmissionKey{Instrument: "IND-29", Party: "orchard"}
	stage.Do(t, m.keeper, securities.EndAdmission, key)
	stage.Refused(t, m.keeper, securities.ReleaseSlot, securities.ReleaseRequest{AdmissionKey: key, Day: day(monday), Pages: 1}, securities.TooEarly)
}

// close rolls on and closes the register of a day, on one page.
func (m *market) close(t testing.TB, id, on, next string) {
	t.Helper()
	m.roll(t, next)
	m.counted(t, id, on)
	stage.Do(t, m.keeper, securities.CloseRegister, closing(id, on))
}

// Many accounts and admissions in one transaction each.
func TestAccountsAndAdmissionsInBulk(t *testing.T) {
	m := opened(t)
	m.list(t, "IND-29", bondTerms(t), 100)
	var opening securities.AccountsRequest
	for _, id := range []securities.AccountID{"a", "b", "c"} {
		opening.Accounts = append(opening.Accounts, securities.AccountTerms{ID: id, Owner: "orchard", Kind: securities.Investor, Cash: "orchard"})
	}
	require.Equal(t, 3, stage.Do(t, m.northDesk, securities.OpenAccounts, opening).Accounts)
	stage.Refused(t, m.northDesk, securities.OpenAccounts, opening, protocol.AlreadyExists)
	var admissions securities.AdmitAllRequest
	for n, party := range []parties.PartyID{"orchard", "summit"} {
		admissions.Admissions = append(admissions.Admissions, admitting("IND-29", party, "professional", n+1))
	}
	require.Equal(t, 2, stage.Do(t, m.keeper, securities.AdmitInvestors, admissions).Investors)
	opening.Accounts = []securities.AccountTerms{{ID: "d", Owner: "orchard", Kind: securities.Investor, Cash: cash.AccountID("harbour")}}
	stage.Refused(t, m.northDesk, securities.OpenAccounts, opening, securities.AccountRefused)
}
