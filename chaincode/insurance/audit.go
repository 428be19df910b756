// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance/treaty"
)

// PolicyBooks are everything that the ledger has of a policy, as queries answer it.
type PolicyBooks struct {
	Policy      Policy
	Premium     PremiumAccount
	Claims      []ClaimBooks
	Evaluations []Evaluation
}

// ClaimBooks are what the ledger has of a claim.
type ClaimBooks struct {
	Claim    Claim
	Reserves []ReserveMovement
	Payments []Payment
}

// ProgrammeBooks are everything that the ledger has of what a programme's treaties bear.
type ProgrammeBooks struct {
	Book Book
	// Losses are those of all pages.
	Losses   []CededLoss
	Treaties []TreatyBooks
}

// TreatyBooks are what the ledger has of a treaty.
type TreatyBooks struct {
	Treaty     TreatyID
	Bordereaux []Bordereau
	Account    TreatyAccount
	Statements []Statement
}

// Breaches say where the laws of insurance are broken.
type Breaches struct {
	// Premium is where what is paid and open is not what is written.
	Premium []string
	// Claims is where a claim's sums are not those of its reserve movements and payments.
	Claims []string
	// Limits is where more is paid or pending than is payable, reserved or insured.
	Limits []string
	// Cessions is where what is kept and what is ceded is not the loss, or a treaty's books do not add up.
	Cessions []string
}

// Audit checks the laws of a policy on what a ledger has, for whoever does not take the chaincode's word. It answers every
// breach, none where all is well.
func (b PolicyBooks) Audit() Breaches {
	a := &audit{of: "policy " + string(b.Policy.ID)}
	if paid, open := b.Premium.Paid.Minor(), b.Premium.Open.Minor(); paid+open != b.Premium.Written.Minor() {
		a.breach(&a.breaches.Premium, "%d is paid and %d open of %s written", paid, open, b.Premium.Written)
	}
	for _, claim := range b.Claims {
		a.claim(claim)
	}
	for _, e := range b.Evaluations {
		a.evaluation(e)
	}
	return a.breaches
}

// Audit checks the laws of a programme.
func (b ProgrammeBooks) Audit() Breaches {
	a := &audit{of: "programme " + string(b.Book.Programme)}
	ceded := map[TreatyID]treaty.Standing{}
	for _, loss := range b.Losses {
		a.kept(loss)
		for _, part := range loss.Ceded {
			ceded[part.Treaty] = a.plus(ceded[part.Treaty], part.Standing)
		}
	}
	for _, books := range b.Treaties {
		posted := b.Book.Of(Treaty{SlipTerms: SlipTerms{ID: books.Treaty}})
		if ceded[books.Treaty] != posted.Ceded {
			a.breach(&a.breaches.Cessions, "losses cede %s to treaty %s, its book says %s", spell(ceded[books.Treaty]), books.Treaty, spell(posted.Ceded))
		}
		a.posted(books, posted)
		a.booked(books)
	}
	return a.breaches
}

type audit struct {
	of       string
	breaches Breaches
}

func (a *audit) breach(law *[]string, format string, args ...any) {
	*law = append(*law, a.of+": "+fmt.Sprintf(format, args...))
}

func (a *audit) plus(s, more treaty.Standing) treaty.Standing {
	sum, err := s.Plus(more)
	if err != nil {
		a.breach(&a.breaches.Cessions, "%v", err)
	}
	return sum
}

func spell(s treaty.Standing) string { return fmt.Sprintf("%s paid of %s", s.Paid, s.Incurred) }

// costKey is what reserves and payments are added up by.
type costKey struct {
	exposure int
	cost     CostKind
}

// claim compares a claim's sums with the rows that they are sums of.
func (a *audit) claim(b ClaimBooks) {
	reserved, paid := map[costKey]int64{}, map[costKey]int64{}
	for _, m := range b.Reserves {
		if m.Status == ReserveApplied {
			reserved[costKey{m.Exposure, m.Cost}] += m.Delta.Minor()
		}
	}
	for _, p := range b.Payments {
		if p.Status == PaymentMade {
			paid[costKey{p.Exposure, p.cost()}] += p.Amount.Minor()
			a.parts(p)
		}
	}
	for _, exposure := range b.Claim.Exposures {
		for _, kind := range []CostKind{IndemnityCost, ExpenseCost} {
			key, costs := costKey{exposure.Number, kind}, *exposure.costs(kind)
			if costs.Paid.Minor() != paid[key] || costs.Outstanding.Minor() != reserved[key]-paid[key] {
				a.breach(&a.breaches.Claims, "claim %s/%d: %s paid and %s outstanding, its rows say %d and %d",
					b.Claim.ID, exposure.Number, costs.Paid, costs.Outstanding, paid[key], reserved[key]-paid[key])
			}
			if costs.Pending.Sign() < 0 || costs.Pending.Cmp(costs.Outstanding) > 0 {
				a.breach(&a.breaches.Limits, "claim %s/%d: %s is pending of %s outstanding", b.Claim.ID, exposure.Number, costs.Pending, costs.Outstanding)
			}
		}
		if gone := exposure.Indemnity.Paid.Minor() + exposure.Indemnity.Pending.Minor(); gone > exposure.Payable.Minor() {
			a.breach(&a.breaches.Limits, "claim %s/%d: %d is paid and pending of %s payable", b.Claim.ID, exposure.Number, gone, exposure.Payable)
		}
	}
}

// parts compares a payment with what each insurer bore of it.
func (a *audit) parts(p Payment) {
	var sum int64
	for _, part := range p.Parts {
		sum += part.Amount.Minor()
	}
	if sum != p.Amount.Minor() {
		a.breach(&a.breaches.Claims, "payment %d on claim %s is of %s, its insurers bore %d", p.Number, p.Claim, p.Amount, sum)
	}
}

// evaluation checks that a trigger paid no more than was insured, an audit included.
func (a *audit) evaluation(e Evaluation) {
	paid := e.Paid.Minor()
	if e.Audit != nil {
		paid += e.Audit.Added.Minor()
	}
	pays := e.Outcome == PaidOut || e.Audit != nil
	if paid < 0 || pays && paid > e.Insured.Sum.Minor() {
		a.breach(&a.breaches.Limits, "trigger %d paid %d of %s insured", e.Trigger, paid, e.Insured.Sum)
	}
}

// kept checks that treaties bear no more of a loss than there is.
func (a *audit) kept(loss CededLoss) {
	kept := loss.Retain().Retained
	if loss.Paid.Sign() >= 0 && kept.Paid.Sign() < 0 || loss.Incurred.Sign() >= 0 && kept.Incurred.Sign() < 0 {
		a.breach(&a.breaches.Cessions, "treaties bear more of claim %s than there is: %s is kept", loss.Claim, spell(kept))
	}
}

// posted compares what is in a treaty's book with the bordereaux that posted it.
func (a *audit) posted(books TreatyBooks, posted TreatyBook) {
	var ceded, reinstatement treaty.Standing
	var premium int64
	for n, b := range books.Bordereaux {
		var entries treaty.Standing
		for _, entry := range b.Losses {
			entries = a.plus(entries, entry.Standing)
		}
		if b.Number != n+1 || entries != b.Ceded {
			a.breach(&a.breaches.Cessions, "bordereau %d of treaty %s comes to %s, its entries to %s", b.Number, books.Treaty, spell(b.Ceded), spell(entries))
		}
		ceded, reinstatement = a.plus(ceded, b.Ceded), a.plus(reinstatement, b.Reinstatement)
		premium += b.Premium.Minor()
	}
	if ceded != posted.Ceded || reinstatement != posted.Reinstatement || premium != posted.Premium.Minor() {
		a.breach(&a.breaches.Cessions, "bordereaux of treaty %s come to %s, its book to %s", books.Treaty, spell(ceded), spell(posted.Ceded))
	}
}

// booked compares a treaty's account with the statements into which it was divided.
func (a *audit) booked(books TreatyBooks) {
	var sum Items
	for _, s := range books.Statements {
		more, err := sum.each(s.Items, money.Amount.Add)
		if err != nil {
			a.breach(&a.breaches.Cessions, "treaty %s: %v", books.Treaty, err)
			return
		}
		sum = more
	}
	if sum != books.Account.Items {
		a.breach(&a.breaches.Cessions, "statements of treaty %s come to %v, its account to %v", books.Treaty, sum, books.Account.Items)
	}
}
