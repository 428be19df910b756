// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/insurance/oracle"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// Triggers of parametric covers, and the due work of keepers.
var (
	ExecuteDue = protocol.Submit[DueKey, Evaluation]("insurance:ExecuteDue").By(role.Anyone).
			Doc("Evaluates a trigger whose round is final and pays it, once, whoever asks.")
	ExecuteDueBatch = protocol.Submit[BatchRequest, Executed]("insurance:ExecuteDueBatch").By(role.Anyone).
			Doc("Evaluates up to 500 triggers whose rounds are final, and pays them in one transaction.")
	RequestAudit = protocol.Submit[EvaluationKey, Evaluation]("insurance:RequestAudit").By(role.Anyone).
			Doc("Asks, as the policyholder, for an audit of what an index paid.")
	AwaitedRounds = protocol.Evaluate[AwaitedRequest, protocol.Page[Awaited]]("insurance:AwaitedRounds").By(role.Anyone).
			Doc("Lists the rounds on which covers rest, by the day from which on something may be done.")
	DueWork = protocol.Evaluate[WorkRequest, protocol.Page[DueKey]]("insurance:DueWork").By(role.Anyone).
		Doc("Lists the work that waits for a round, in one lane or in all.")
	GetDue = protocol.Evaluate[DueKey, Due]("insurance:Due").By(role.Anyone).
		Doc("Answers a piece of due work.")
	GetEvaluation = protocol.Evaluate[EvaluationKey, Evaluation]("insurance:Evaluation").By(role.Anyone).
			Doc("Answers what a trigger paid and why.")
	Evaluations = protocol.Evaluate[EvaluationsRequest, protocol.Page[Evaluation]]("insurance:Evaluations").By(role.Anyone).
			Doc("Lists what the triggers of a policy paid.")
)

// triggerEndpoints are the transactions about triggers of parametric covers and the due work of keepers.
var triggerEndpoints = []protocol.Endpoint{
	ExecuteDue, ExecuteDueBatch, RequestAudit, AwaitedRounds, DueWork, GetDue, GetEvaluation, Evaluations,
}

// triggerSettles are those of them in which a settlement through cash begins.
var triggerSettles = []protocol.Endpoint{ExecuteDue, ExecuteDueBatch}

// AwaitedRequest asks for a page of awaited rounds.
type AwaitedRequest struct {
	protocol.PageRequest
	// Ripe asks for one day. Nothing is added to a day that has come, so that who has seen it need not look again.
	Ripe date.Date `json:"ripe,omitzero" help:"day from which on something may be done; all days in order when left out"`
}

// Prefix begins the keys of the rounds.
func (r AwaitedRequest) Prefix() []string {
	if r.Ripe.IsZero() {
		return nil
	}
	return []string{r.Ripe.String()}
}

// WorkRequest asks for a page of the work that waits for a round.
type WorkRequest struct {
	oracle.RoundKey
	protocol.PageRequest
	// Lane is one more than the lane, so that left out is all.
	Lane int `json:"lane,omitzero" help:"1 to 16; all lanes when left out"`
}

// Validate refuses malformed members.
func (r WorkRequest) Validate() error {
	if r.Lane < 0 || r.Lane > Lanes {
		return errors.New("lane must be 1 to 16")
	}
	return errors.Join(r.RoundKey.Validate(), r.PageRequest.Validate())
}

// Prefix begins the keys of the work.
func (r WorkRequest) Prefix() []string {
	if r.Lane == 0 {
		return r.RoundKey.Key()
	}
	return LanePrefix(r.RoundKey, r.Lane-1)
}

// EvaluationsRequest asks for a page of a policy's evaluations.
type EvaluationsRequest struct {
	protocol.PageRequest
	Policy PolicyID `json:"policy" help:"the policy"`
}

// Validate refuses malformed members.
func (r EvaluationsRequest) Validate() error {
	return errors.Join(r.Policy.Validate(), r.PageRequest.Validate())
}

// Triggers.
var (
	// AlreadyDone: the work was done before, or there never was any; somebody who does such work takes it for done.
	AlreadyDone = protocol.Code{Name: "ALREADY_DONE", Status: 409}
)

// The events of triggers.
var (
	// TriggerEvaluated says what came of a policy's trigger, or of its audit.
	TriggerEvaluated = protocol.NewEventType[EvaluationEvent]("insurance:TriggerEvaluated")
	// AuditRequested says that the holder asked for an audit.
	AuditRequested = protocol.NewEventType[EvaluationEvent]("insurance:AuditRequested")
)

// EvaluationEvent is what came of a trigger.
type EvaluationEvent struct {
	Trigger int               `json:"trigger"`
	To      date.Date         `json:"to"`
	Outcome EvaluationOutcome `json:"outcome"`
}
