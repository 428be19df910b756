// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
	"github.com/consort-finance/consort/chaincode/securities"
	"github.com/consort-finance/consort/chaincode/securities/bond"
)

// floaterTerms pay three months' rate and a hundredth, by the word of Northbank.
func floaterTerms(t testing.TB) securities.Terms {
	t.Helper()
	terms := bondTerms(t)
	debt := *terms.Bond
	debt.Coupon, debt.Rate, debt.DayCount = bond.Floating, dec("0"), date.Act360
	debt.Interest.Frequency = date.Quarterly
	debt.Float = &bond.Float{Index: "EURIBOR-3M", Agent: north, Method: bond.Term, Margin: dec("0.01")}
	terms.Bond = &debt
	return terms
}

func fixing(on, value string) securities.FixingRequest {
	return securities.FixingRequest{Index: "EURIBOR-3M", Day: day(on), Value: dec(value)}
}

// A floating coupon is paid at what its agent published and confirmed for the first day of the period, and nobody else.
func TestFloatingCoupon(t *testing.T) {
	m := active(t, "IND-29", floaterTerms(t))
	m.payingAgency(t)
	other, stranger := m.Actor(north, "other-agent", "northbank", role.PayingAgent), m.Actor(south, "agent", "southbank", role.PayingAgent)
	req := coupon("C-1")
	req.Record, req.Payment = day("2026-04-02"), day("2026-04-07") // 5 April is a Sunday, and Easter
	id := m.announced(t, req)
	accrued := securities.AccruedRequest{Instrument: "IND-29", Units: 1000, On: day("2026-02-04")}
	stage.Refused(t, m.summit, securities.AccruedInterest, accrued, securities.NotPublished)

	stage.Refused(t, m.agent, securities.PublishFixing, fixing("2026-01-06", "0.02"), securities.TooEarly)
	stage.Do(t, m.agent, securities.PublishFixing, fixing(monday, "0.2"))
	stage.Do(t, m.agent, securities.PublishFixing, fixing(monday, "0.02"))
	stage.Refused(t, m.agent, securities.ConfirmFixing, fixing(monday, "0.02"), securities.SamePerson)
	stage.Refused(t, other, securities.ConfirmFixing, fixing(monday, "0.2"), securities.TermsMoved)
	stage.Refused(t, stranger, securities.ConfirmFixing, fixing(monday, "0.02"), protocol.NotFound)
	stage.Do(t, stranger, securities.PublishFixing, fixing(monday, "0.9"))
	stage.Refused(t, m.summit, securities.AccruedInterest, accrued, securities.NotPublished)

	m.roll(t, "2026-04-07")
	m.registered(t, registerOf("IND-29", "2026-04-02"))
	stage.Refused(t, m.keeper, securities.CloseRecord, securities.CloseRecordRequest{Action: id}, securities.NotPublished)
	stage.Do(t, other, securities.ConfirmFixing, fixing(monday, "0.02"))
	stage.Refused(t, other, securities.ConfirmFixing, fixing(monday, "0.02"), securities.PublicationFinal)
	stage.Refused(t, m.agent, securities.PublishFixing, fixing(monday, "0.03"), securities.PublicationFinal)
	require.Equal(t, "250000", stage.Do(t, m.summit, securities.AccruedInterest, accrued).Amount.Amount.String()) // 30 days of 3 % on a million

	closed := stage.Do(t, m.keeper, securities.CloseRecord, securities.CloseRecordRequest{Action: id})
	require.Equal(t, "0.03", closed.PerUnit.Rate.String())
	pages := []securities.Bucket{securities.FirstBucket}
	action := m.entitled(t, id, pages)
	require.Equal(t, "2250000", action.Total.Gross.String()) // 90 days of 3 % on three million
}

// What a bond's plan says is what its actions must be.
func TestCouponPlan(t *testing.T) {
	terms := bondTerms(t)
	debt := *terms.Bond
	debt.Repayments = []bond.Repayment{{Date: day("2027-01-05"), Part: dec("0.25")}}
	terms.Bond = &debt
	m := active(t, "IND-29", terms)
	m.payingAgency(t)
	plan := stage.Do(t, m.summit, securities.CouponPlan, "IND-29")
	require.Len(t, plan.Coupons, 3)
	require.Equal(t, [2]string{"0.25", "0.75"}, [2]string{plan.Coupons[0].Repaid.String(), plan.Coupons[1].Factor.String()})
	require.Equal(t, day(couponDay), plan.Coupons[0].Payment)
	require.Equal(t, "75000", plan.Coupons[1].PerUnit.Nominal.String())
	interest, repayment := coupon("C-1"), coupon("P-1")
	repayment.Kind, repayment.Taxes, repayment.Payees.Tax = securities.PoolFactor, securities.TaxTable{}, ""
	m.announced(t, interest)
	m.announced(t, repayment)
	_, pages := m.funded(t, "C-1", couponDay)
	stage.Do(t, m.keeper, securities.CloseRecord, securities.CloseRecordRequest{Action: "P-1"})
	stage.Do(t, m.issuer, securities.FundAction, funding(t, m.entitled(t, "P-1", pages)))
	stage.Do(t, m.agent, securities.PayEntitlements, paging("P-1", pages...))
	stage.Do(t, m.agent, securities.PayEntitlements, paging("C-1", pages...))
	m.has(t, "orchard", "1287500.00") // 37,500 of interest and 250,000 of a million
	stage.Refused(t, m.summit, securities.CouponPlan, "NONE", protocol.NotFound)
	last := securities.AccruedRequest{Instrument: "IND-29", Units: 1, On: day("2029-01-05")}
	stage.Refused(t, m.summit, securities.AccruedInterest, last, securities.ActionTermsRefused)
}
