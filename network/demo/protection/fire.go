// SPDX-License-Identifier: Apache-2.0

package protection

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/network/demo/story"
)

func (c *chapter) sell() []story.Step {
	return []story.Step{
		story.Do("the buyer insures its factory: the premium is paid in the transaction that binds the policy", c.cover),
	}
}

func (c *chapter) burn() []story.Step {
	return []story.Step{
		story.Do("the factory burns; the buyer gives notice of 100,000.00", c.notify),
		story.Do("bob gives notice of the same fire, as if it were his", c.foreign),
		story.Do("the handler acknowledges and investigates; the repair bill stays with the buyer, the ledger has a salted hash", c.investigate),
		story.Do("the loss is assessed by the published steps, each with its clause", c.assess),
		story.Do("the handler recommends to pay, and decides it alone", c.selfDecision),
		story.Do("the chief decides, and sets the reserve", c.decide),
		story.Do("the expert, who may authorise 10,000.00, authorises a first part of 9,000.00", c.part),
		story.Do("the expert authorises another 9,000.00, and bob has it paid: authority counts all that a claim comes to", c.split),
		story.Do("the chief authorises the rest, and anybody may have it paid", c.rest),
		story.Do("the claim is closed, and nothing is reserved any more", c.closed),
	}
}

func (c *chapter) cover(ctx context.Context) (string, error) {
	if _, err := c.insure(ctx, buyer, "buyer", "property", "BUILDING", 1_000_000, c.Today); err != nil {
		return "", err
	}
	return c.Balances(ctx, "buyer", "insurer", "tax")
}

func (c *chapter) claim() insurance.ClaimID { return insurance.ClaimID(c.ID("fire")) }

func (c *chapter) notice(id insurance.ClaimID) insurance.LossNotice {
	return insurance.LossNotice{
		Claim: id, Policy: c.policyID("property-buyer"), LossAt: c.Today, Peril: "FIRE", Occurrence: 1,
		Claimed: []insurance.Claimed{{Cover: "BUILDING", Amount: cents(100_000)}},
	}
}

func (c *chapter) notify(ctx context.Context) (string, error) {
	noticed, err := story.Submit(ctx, c.Stage, buyer, insurance.NotifyLoss, c.notice(c.claim()))
	if err != nil {
		return "", err
	}
	return "the claim is " + string(noticed.Result.Status), nil
}

func (c *chapter) foreign(ctx context.Context) (string, error) {
	_, err := story.Submit(ctx, c.Stage, bob, insurance.NotifyLoss, c.notice(insurance.ClaimID(c.ID("fraud"))))
	return story.Refused(err, insurance.NotYours)
}

func (c *chapter) investigate(ctx context.Context) (string, error) {
	if _, err := story.Submit(ctx, c.Stage, handler, insurance.AcknowledgeClaim, c.claim()); err != nil {
		return "", err
	}
	_, err := story.Submit(ctx, c.Stage, handler, insurance.TriageClaim, insurance.TriageRequest{Claim: c.claim(), Track: insurance.ClaimInvestigating})
	if err != nil {
		return "", err
	}
	salt := make([]byte, 32)
	_, _ = rand.Read(salt) // never fails (crypto/rand)
	bill := sha256.Sum256([]byte("repair bill of " + string(c.claim())))
	key := insurance.DocumentKey{Claim: c.claim(), Document: "bill"}
	_, err = story.Submit(ctx, c.Stage, buyer, insurance.KeepDocument, insurance.KeepDocumentRequest{DocumentKey: key, Particulars: insurance.Document{
		DocumentKey: key, Digest: hex.EncodeToString(bill[:]), Media: "application/pdf", Size: 48_211, Salt: hex.EncodeToString(salt),
	}})
	if err != nil {
		return "", err
	}
	added, err := story.Submit(ctx, c.Stage, buyer, insurance.AddEvidence, insurance.EvidenceRequest{DocumentKey: key, Kind: "INVOICE"})
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("evidence of kind %s", added.Result.Kind), nil
}

func (c *chapter) assess(ctx context.Context) (string, error) {
	assessed, err := story.Submit(ctx, c.Stage, handler, insurance.AssessClaim, insurance.AssessRequest{
		Claim: c.claim(), Facts: []insurance.ExposureFacts{{Exposure: 1, Loss: cents(100_000), Value: cents(1_000_000)}},
	})
	if err != nil {
		return "", err
	}
	steps, err := story.Ask(ctx, c.Stage, buyer, insurance.GetAssessment, insurance.NumberedKey{Claim: c.claim(), Number: 1})
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s cents payable, in %d steps", assessed.Result.Exposures[0].Assessed, len(steps.Traces[0].Trace)), nil
}

// decision is the one that the handler recommends.
func (c *chapter) decision() insurance.DecideRequest {
	return insurance.DecideRequest{NumberedKey: insurance.NumberedKey{Claim: c.claim(), Number: 1}, Agree: true}
}

func (c *chapter) selfDecision(ctx context.Context) (string, error) {
	_, err := story.Submit(ctx, c.Stage, handler, insurance.RecommendDecision, insurance.RecommendRequest{
		Claim: c.claim(), Outcome: insurance.OutcomeApprove, Reason: "COVERED",
	})
	if err != nil {
		return "", err
	}
	_, err = story.Submit(ctx, c.Stage, handler, insurance.DecideClaim, c.decision())
	return story.Refused(err, insurance.SamePerson)
}

func (c *chapter) decide(ctx context.Context) (string, error) {
	if _, err := story.Submit(ctx, c.Stage, chief, insurance.DecideClaim, c.decision()); err != nil {
		return "", err
	}
	_, err := story.Submit(ctx, c.Stage, chief, insurance.MoveReserve, insurance.ReserveRequest{
		Claim: c.claim(), Exposure: 1, Cost: insurance.IndemnityCost, Delta: cents(99_000), Reason: "ESTIMATE",
	})
	return "99000.00 EUR", err
}

// request asks for a payment.
func (c *chapter) request(ctx context.Context, number int, kind insurance.PaymentKind, units int64) error {
	_, err := story.Submit(ctx, c.Stage, handler, insurance.RequestPayment, insurance.PaymentRequest{
		Claim: c.claim(), Number: number, Exposure: 1, Kind: kind, Amount: cents(units),
	})
	return err
}

func (c *chapter) authorise(ctx context.Context, who story.Person, number int) error {
	_, err := story.Submit(ctx, c.Stage, who, insurance.AuthorisePayment, insurance.NumberedKey{Claim: c.claim(), Number: number})
	return err
}

// pay is sent by somebody who has nothing to do with it: the result is determined.
func (c *chapter) pay(ctx context.Context, number int) (string, error) {
	paid, err := story.Submit(ctx, c.Stage, bob, insurance.MakePayment, insurance.MakeRequest{NumberedKey: insurance.NumberedKey{Claim: c.claim(), Number: number}})
	if err != nil {
		return "", err
	}
	told, err := c.Balances(ctx, "buyer")
	return fmt.Sprintf("block %d: %s", paid.Block, told), err
}

func (c *chapter) part(ctx context.Context) (string, error) {
	if err := c.request(ctx, 1, insurance.PayPartial, 9_000); err != nil {
		return "", err
	}
	if err := c.authorise(ctx, expert, 1); err != nil {
		return "", err
	}
	return c.pay(ctx, 1)
}

func (c *chapter) split(ctx context.Context) (string, error) {
	if err := c.request(ctx, 2, insurance.PayPartial, 9_000); err != nil {
		return "", err
	}
	if err := c.authorise(ctx, expert, 2); err != nil {
		return "", err
	}
	waiting, err := story.Ask(ctx, c.Stage, chief, insurance.GetPayment, insurance.NumberedKey{Claim: c.claim(), Number: 2})
	if err != nil {
		return "", err
	}
	_, err = c.pay(ctx, 2)
	told, err := story.Refused(err, insurance.StatusRefused)
	return fmt.Sprintf("a recommendation, no more: it is %s; paid: %s", waiting.Status, told), err
}

func (c *chapter) rest(ctx context.Context) (string, error) {
	if err := c.authorise(ctx, chief, 2); err != nil {
		return "", err
	}
	if _, err := c.pay(ctx, 2); err != nil {
		return "", err
	}
	if err := c.request(ctx, 3, insurance.PayFinal, 81_000); err != nil {
		return "", err
	}
	if err := c.authorise(ctx, chief, 3); err != nil {
		return "", err
	}
	return c.pay(ctx, 3)
}

func (c *chapter) closed(ctx context.Context) (string, error) {
	closed, err := story.Submit(ctx, c.Stage, handler, insurance.CloseClaim, c.claim())
	if err != nil {
		return "", err
	}
	indemnity := closed.Result.Exposures[0].Indemnity
	return fmt.Sprintf("%s: %s cents paid, %s outstanding", closed.Result.Status, indemnity.Paid, indemnity.Outstanding), nil
}
