// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"errors"
	"slices"

	"github.com/consort-finance/consort/chaincode/protocol"
)

// Acknowledge tells that the insurer has the notice. Faults: NOT_YOURS, STATUS_REFUSED.
func (c Claim) Acknowledge(act Act) (Claim, []protocol.Event, error) {
	if err := act.By(c.Lead); err != nil {
		return c, nil, err
	}
	if err := c.in(ClaimNotified); err != nil {
		return c, nil, err
	}
	c.Status = ClaimAcknowledged
	after, events := c.stop(act.Today, Acknowledgement).turn()
	return after, events, nil
}

// TriageRequest says how a claim is dealt with.
type TriageRequest struct {
	Claim ClaimID `json:"claim" help:"the claim"`
	// Track is FAST_TRACK or INVESTIGATING.
	Track ClaimStatus `json:"track" help:"FAST_TRACK or INVESTIGATING"`
	Event EventID     `json:"event,omitzero" help:"event that struck others too; as notified when left out"`
}

// Validate refuses other tracks.
func (r TriageRequest) Validate() error {
	if r.Track != ClaimFastTrack && r.Track != ClaimInvestigating {
		return errors.New("track must be FAST_TRACK or INVESTIGATING")
	}
	return errors.Join(r.Claim.Validate(), optionalName("loss event", string(r.Event)))
}

// Triage decides how an acknowledged claim is dealt with; one on the fast track may be put under investigation later, and
// the event is as known until something was ceded. Faults: NOT_YOURS, STATUS_REFUSED.
func (c Claim) Triage(r TriageRequest, act Act) (Claim, []protocol.Event, error) {
	if err := act.By(c.Lead); err != nil {
		return c, nil, err
	}
	if err := c.in(ClaimAcknowledged, ClaimFastTrack, ClaimAssessed, ClaimReopened); err != nil {
		return c, nil, err
	}
	if r.Event != "" && r.Event != c.Event {
		if c.Movements > 0 {
			return c, nil, StatusRefused.New("claim %s was ceded under its event", c.ID)
		}
		c.Event = r.Event
	}
	c.Status = r.Track
	after, events := c.turn()
	return after, events, nil
}

// DocumentsRequest asks the policyholder for documents.
type DocumentsRequest struct {
	Claim ClaimID  `json:"claim" help:"the claim"`
	Kinds []string `json:"kinds" help:"kinds of documents, such as REPAIR_ESTIMATE"`
}

// Validate refuses malformed members.
func (r DocumentsRequest) Validate() error {
	if len(r.Kinds) == 0 || len(r.Kinds) > listMost {
		return errors.New("kinds of documents are needed")
	}
	for _, kind := range r.Kinds {
		if err := validateName("kind of document", kind); err != nil {
			return err
		}
	}
	return r.Claim.Validate()
}

// Await asks for documents. The clock of the decision stands still the first time, and never again. Faults: NOT_YOURS,
// STATUS_REFUSED.
func (c Claim) Await(_ DocumentsRequest, act Act) (Claim, []protocol.Event, error) {
	if err := act.By(c.Lead); err != nil {
		return c, nil, err
	}
	if err := c.in(ClaimAcknowledged, ClaimInvestigating, ClaimFastTrack); err != nil {
		return c, nil, err
	}
	c.Status = ClaimAwaiting
	if !c.Awaited {
		c = c.pause(Determination, act.Today)
	}
	c.Awaited = true
	after, events := c.turn()
	return after, events, nil
}

// Complete ends the waiting for documents: the policyholder says that it sent all, or the insurer that it has enough.
// Faults: NOT_YOURS, STATUS_REFUSED.
func (c Claim) Complete(act Act) (Claim, []protocol.Event, error) {
	if act.By(c.Holder) != nil {
		if err := act.By(c.Lead); err != nil {
			return c, nil, err
		}
	}
	if err := c.in(ClaimAwaiting); err != nil {
		return c, nil, err
	}
	c.Status = ClaimInvestigating
	after, events := c.resume(Determination, act.Today).turn()
	return after, events, nil
}

// InformRequest tells the policyholder how an undecided claim stands.
type InformRequest struct {
	Claim ClaimID `json:"claim" help:"the claim"`
	Seal  string  `json:"seal" help:"salted SHA-256 of the letter, 64 lower-case hex digits"`
}

// Validate refuses malformed members.
func (r InformRequest) Validate() error {
	if !protocol.IsSHA256(r.Seal) {
		return errors.New("seal must be a SHA-256 in 64 lower-case hex digits")
	}
	return r.Claim.Validate()
}

// Inform starts the clock of information again; within is that of the product. Faults: NOT_YOURS, STATUS_REFUSED.
func (c Claim) Inform(_ InformRequest, s Service, act Act) (Claim, []protocol.Event, error) {
	if err := act.By(c.Lead); err != nil {
		return c, nil, err
	}
	if err := c.in(append(slices.Clone(working), ClaimNotified)...); err != nil {
		return c, nil, err
	}
	after, events := c.stop(act.Today, Information).start(Information, s.Inform, act.Today).turn()
	return after, events, nil
}

// Withdraw takes a claim back, before anything was decided or reserved. Faults: NOT_YOURS, STATUS_REFUSED, UNSETTLED.
func (c Claim) Withdraw(act Act) (Claim, []protocol.Event, error) {
	if err := act.By(c.Holder); err != nil {
		return c, nil, err
	}
	return c.end(ClaimWithdrawn, act)
}

// VoidRequest ends a claim that is none.
type VoidRequest struct {
	Claim ClaimID `json:"claim" help:"the claim"`
	// As is DUPLICATE or ENTERED_IN_ERROR.
	As ClaimStatus `json:"as" help:"DUPLICATE or ENTERED_IN_ERROR"`
	// Of is the claim that a second notice repeats.
	Of ClaimID `json:"of,omitzero" help:"DUPLICATE: the claim that it repeats"`
}

// Validate refuses malformed members.
func (r VoidRequest) Validate() error {
	switch {
	case r.As == ClaimDuplicate && r.Of != r.Claim:
		return errors.Join(r.Claim.Validate(), r.Of.Validate())
	case r.As == ClaimError && r.Of == "":
		return r.Claim.Validate()
	}
	return errors.New("as must be DUPLICATE of another claim, or ENTERED_IN_ERROR")
}

// Void ends a notice that repeats another claim under the same policy, or was no notice. of is the claim that it repeats. A
// loss that is claimed at another insurer is no duplicate in this sense: it leads to contribution. Faults: NOT_YOURS,
// STATUS_REFUSED, UNSETTLED, DECISION_REFUSED.
func (c Claim) Void(r VoidRequest, of Claim, act Act) (Claim, []protocol.Event, error) {
	if err := act.By(c.Lead); err != nil {
		return c, nil, err
	}
	if r.As == ClaimDuplicate && (of.Policy != c.Policy || of.LossAt != c.LossAt || of.void()) {
		return c, nil, DecisionRefused.New("claim %s is not a claim of the same policy for a loss of the same day", of.ID)
	}
	return c.end(r.As, act)
}

func (c Claim) end(as ClaimStatus, act Act) (Claim, []protocol.Event, error) {
	if err := c.in(ClaimNotified, ClaimAcknowledged, ClaimFastTrack, ClaimInvestigating, ClaimAwaiting, ClaimAssessed); err != nil {
		return c, nil, err
	}
	if paid, pending := c.committed(); paid+pending+c.outstanding()+c.Raising.Minor() != 0 || len(c.Uses) > 0 || c.Case != "" {
		return c, nil, Unsettled.New("claim %s has reserves, payments or a case", c.ID)
	}
	c.Status, c.Ended = as, act.Today
	after, events := c.stop(act.Today, Acknowledgement, Determination, Information, InterimPayment).turn()
	return after, events, nil
}
