// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"slices"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance/adjudication"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// ClaimStatus is how a claim stands.
type ClaimStatus string

// The states of a claim.
const (
	ClaimNotified     ClaimStatus = "NOTIFIED"
	ClaimAcknowledged ClaimStatus = "ACKNOWLEDGED"
	// ClaimFastTrack claims are assessed without an investigation.
	ClaimFastTrack     ClaimStatus = "FAST_TRACK"
	ClaimInvestigating ClaimStatus = "INVESTIGATING"
	// ClaimAwaiting claims wait for documents that the insurer asked for.
	ClaimAwaiting ClaimStatus = "AWAITING_DOCS"
	ClaimAssessed ClaimStatus = "ASSESSED"
	// ClaimPending claims have a recommendation that waits for a second person, ClaimReferred ones for a person of more
	// authority than those who agreed so far.
	ClaimPending  ClaimStatus = "PENDING_APPROVAL"
	ClaimReferred ClaimStatus = "REFERRED_UP"
	ClaimApproved ClaimStatus = "APPROVED"
	// ClaimPartly is approved below what the terms would give.
	ClaimPartly  ClaimStatus = "PARTIALLY_APPROVED"
	ClaimDenied  ClaimStatus = "DENIED"
	ClaimSettled ClaimStatus = "SETTLED"
	// ClaimSettling claims have a payment under way or made, and more to pay.
	ClaimSettling ClaimStatus = "SETTLING"
	ClaimClosed   ClaimStatus = "CLOSED"
	// ClaimReopened was closed; ClaimAppealed waits for other persons of the insurer, ClaimReview for the arbiter.
	ClaimReopened ClaimStatus = "REOPENED"
	ClaimAppealed ClaimStatus = "APPEALED"
	ClaimUpheld   ClaimStatus = "UPHELD"
	ClaimReview   ClaimStatus = "EXTERNAL_REVIEW"
	// The rest ended before they were decided.
	ClaimWithdrawn ClaimStatus = "WITHDRAWN"
	ClaimDuplicate ClaimStatus = "DUPLICATE"
	ClaimError     ClaimStatus = "ENTERED_IN_ERROR"
)

// working are the states in which a claim is worked on and not decided.
var working = []ClaimStatus{ClaimAcknowledged, ClaimFastTrack, ClaimInvestigating, ClaimAwaiting, ClaimAssessed, ClaimPending, ClaimReferred}

// Costs are the money of one kind on an exposure, in minor units. What is outstanding is the sum of all reserve movements
// less what was paid; what is pending is committed to payments that are under way.
type Costs struct {
	Outstanding money.Amount `json:"outstanding,omitzero"`
	Pending     money.Amount `json:"pending,omitzero"`
	Paid        money.Amount `json:"paid,omitzero"`
}

// incurred is what was paid and what is reserved.
func (c Costs) incurred() int64 { return c.Paid.Minor() + c.Outstanding.Minor() }

// Exposure is what one person claims under one cover.
type Exposure struct {
	Number int       `json:"number"`
	Cover  CoverCode `json:"cover"`
	// Item is the kind of item, where the cover has a sublimit for it.
	Item string `json:"item,omitzero"`
	// Claimant is a name that tells nothing; who it is, is in the insurer's own collection.
	Claimant string       `json:"claimant,omitzero"`
	Sum      money.Amount `json:"sum"`
	Claimed  money.Amount `json:"claimed"`
	// Facts are the loss as assessed, Assessed what the terms give for it.
	Facts    adjudication.Facts `json:"facts,omitzero"`
	Assessed money.Amount       `json:"assessed,omitzero"`
	// Payable is what may be paid in all: what was decided, with what was paid above a later decision. Of that, Overpaid is
	// owed back by the policyholder, and Relieved came back from it or is owed by other insurers of the loss.
	Payable  money.Amount `json:"payable,omitzero"`
	Overpaid money.Amount `json:"overpaid,omitzero"`
	Relieved money.Amount `json:"relieved,omitzero"`
	// Owing is what other insurers of the loss are owed of it and have not asked for: nothing else is paid of that.
	Owing money.Amount `json:"owing,omitzero"`
	// Indemnity is for the loss, Expense for what it costs to deal with it.
	Indemnity Costs `json:"indemnity,omitzero"`
	Expense   Costs `json:"expense,omitzero"`
	// Recovered is what came back of it to the insurers; Collected is what third parties paid for the loss, and Restored the
	// insured's part of that.
	Recovered money.Amount `json:"recovered,omitzero"`
	Collected money.Amount `json:"collected,omitzero"`
	Restored  money.Amount `json:"restored,omitzero"`
}

// Use is what a claim takes of a cover's accumulators.
type Use struct {
	Cover CoverCode                `json:"cover"`
	Use   adjudication.Accumulator `json:"use"`
}

// Claim is a loss that was reported under a policy. What is decided, reserved and paid on it are rows of their own, which
// are never changed afterwards; the claim has their sums.
type Claim struct {
	ID       ClaimID        `json:"id"`
	Policy   PolicyID       `json:"policy"`
	Version  VersionKey     `json:"version"`
	Class    string         `json:"class"`
	Basis    Basis          `json:"basis"`
	Panel    PanelID        `json:"panel"`
	Lead     Firm           `json:"lead"`
	Holder   Firm           `json:"holder"`
	Account  cash.AccountID `json:"account"`
	Currency money.Currency `json:"currency"`
	// SumInsured is what all covers of the policy insured on the day of the loss: the risk, as treaties count it.
	SumInsured money.Amount `json:"sumInsured"`
	// Period is the policy period whose accumulators count.
	Period   Period    `json:"period"`
	LossAt   date.Date `json:"lossAt"`
	Reported date.Date `json:"reported"`
	Peril    string    `json:"peril"`
	// Occurrence tells losses by one peril on one day apart.
	Occurrence int     `json:"occurrence"`
	Event      EventID `json:"event,omitzero"`
	// Narrative is the seal of what the notice tells.
	Narrative string      `json:"narrative,omitzero"`
	Status    ClaimStatus `json:"status"`
	// Changes counts what was done to the claim: each change is one event.
	Changes   int        `json:"changes"`
	Exposures []Exposure `json:"exposures"`
	Uses      []Use      `json:"uses,omitempty"`
	Holds     []HoldFlag `json:"holds,omitempty"`
	Clocks    []Clock    `json:"clocks,omitempty"`
	// Raising is what reserve movements that wait for authority would add.
	Raising money.Amount `json:"raising,omitzero"`
	// Interest is what was paid for lateness, beside the claim.
	Interest money.Amount `json:"interest,omitzero"`
	// Evidence are the kinds of documents that are there.
	Evidence []string `json:"evidence,omitempty"`
	// Overturned are clauses that may not be held against the claim again.
	Overturned []string `json:"overturned,omitempty"`
	// Awaited tells that documents were asked for once, which stops the clock once.
	Awaited bool `json:"awaited,omitzero"`
	// Agreed is the day of the first decision to pay, Ended that of closing, Appealable the last day of an appeal.
	Agreed     date.Date `json:"agreed,omitzero"`
	Ended      date.Date `json:"ended,omitzero"`
	Appealable date.Date `json:"appealable,omitzero"`
	// RetainDays are days after closing for which personal data is kept.
	RetainDays int `json:"retainDays,omitzero"`
	// Registered tells that its tokens are in the register of losses; Case is the one that compares it with another claim.
	Registered bool        `json:"registered,omitzero"`
	Case       DuplicateID `json:"case,omitzero"`
	// Recoveries are those that are not closed, and Waived what was given up of them.
	Recoveries int          `json:"recoveries,omitzero"`
	Waived     money.Amount `json:"waived,omitzero"`
	// The numbers of the last rows.
	Assessments int `json:"assessments,omitzero"`
	Decisions   int `json:"decisions,omitzero"`
	Reserves    int `json:"reserves,omitzero"`
	Payments    int `json:"payments,omitzero"`
	Movements   int `json:"movements,omitzero"`
}

// Money is an amount of the claim's currency.
func (c Claim) Money(amount money.Amount) money.Money {
	return money.Money{Amount: amount, Currency: c.Currency}
}

// exposure finds an exposure of a copy that may be changed. Faults: EXPOSURE_UNKNOWN.
func (c *Claim) exposure(number int) (*Exposure, error) {
	if number < 1 || number > len(c.Exposures) {
		return nil, ExposureUnknown.New("claim %s has no exposure %d", c.ID, number)
	}
	c.Exposures = slices.Clone(c.Exposures)
	return &c.Exposures[number-1], nil
}

// Incurred is what was paid and is reserved on the claim, for the loss and for dealing with it.
func (c Claim) Incurred() int64 {
	sum := int64(0)
	for _, e := range c.Exposures {
		sum += e.Indemnity.incurred() + e.Expense.incurred()
	}
	return sum
}

// outstanding is what is reserved and not paid.
func (c Claim) outstanding() int64 {
	sum := int64(0)
	for _, e := range c.Exposures {
		sum += e.Indemnity.Outstanding.Minor() + e.Expense.Outstanding.Minor()
	}
	return sum
}

// committed is what was paid and what is pending.
func (c Claim) committed() (paid, pending int64) {
	for _, e := range c.Exposures {
		paid += e.Indemnity.Paid.Minor() + e.Expense.Paid.Minor()
		pending += e.Indemnity.Pending.Minor() + e.Expense.Pending.Minor()
	}
	return paid, pending
}

// void tells whether the claim ended without being one.
func (c Claim) void() bool {
	return slices.Contains([]ClaimStatus{ClaimWithdrawn, ClaimDuplicate, ClaimError}, c.Status)
}

// open tells whether anything may still come of the claim as it is.
func (c Claim) open() bool { return !c.void() && c.Status != ClaimClosed }

// decided tells whether an outcome stands.
func (c Claim) decided() bool {
	return slices.Contains([]ClaimStatus{ClaimApproved, ClaimPartly, ClaimSettling, ClaimSettled}, c.Status)
}

// OccurrenceKey is what no two claims have in common that are not void: the loss under the policy.
func (c Claim) OccurrenceKey() []string {
	if c.void() {
		return nil
	}
	return []string{string(c.Policy), c.LossAt.String(), c.Peril, number(c.Occurrence)}
}

func (c Claim) in(states ...ClaimStatus) error {
	return inState("claim", string(c.ID), c.Status, states...)
}

// live refuses a claim that is closed or void. Faults: STATUS_REFUSED.
func (c Claim) live() error {
	if !c.open() {
		return StatusRefused.New("claim %s is %s", c.ID, c.Status)
	}
	return nil
}

// turn is the claim after a change, with the event that tells of it.
func (c Claim) turn() (Claim, []protocol.Event) {
	c.Changes++
	return c, []protocol.Event{ClaimChanged.Of(string(c.ID), ClaimEvent{Status: c.Status, Change: c.Changes})}
}
