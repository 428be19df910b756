// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/insurance/oracle"
)

// AskAudit lets the holder have somebody look: a round of the product's audit feed about the policy alone, for the day of the
// request. Faults: NOT_YOURS, STATUS_REFUSED, TOO_LATE.
func (e Evaluation) AskAudit(p Policy, v ProductVersion, act Act) (Evaluation, Due, error) {
	terms, err := v.Trigger(e.Trigger)
	if err = errors.Join(act.By(p.Holder), err); err != nil {
		return e, Due{}, err
	}
	if terms.AuditFeed == "" || e.Audit != nil || e.Outcome != PaidOut && e.Outcome != NotPaidOut {
		return e, Due{}, StatusRefused.New("trigger %d of policy %s is not audited, or was before", e.Trigger, e.Policy)
	}
	if e.On.DaysUntil(act.Today) > terms.AuditDays {
		return e, Due{}, TooLate.New("an audit is asked for within %d days after %s", terms.AuditDays, e.On)
	}
	round := oracle.RoundKey{
		Feed: terms.AuditFeed, Subject: oracle.Subject(fmt.Sprintf("%s.%d", e.Policy, e.Trigger)), From: act.Today, To: act.Today,
	}
	e.Audit = &Audited{Round: round}
	due := Due{
		DueKey: DueKey{round, e.Policy, e.Trigger}, Version: e.Version, Panel: e.Panel, Instalment: e.Instalment, Insured: e.Insured,
		Audit: true, Evaluated: e.To,
	}
	return e, due, nil
}
