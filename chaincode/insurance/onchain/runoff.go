// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// closedOn tells whether a policy is closed. It looks for claims and work where cover is over and nothing is owed.
func closedOn(q *ledger.Query, policy insurance.Policy, rows []insurance.Instalment, today date.Date) (bool, error) {
	if !policy.MayBeClosed(today, rows) {
		return false, nil
	}
	left := insurance.RunOff{Instalments: rows}
	err := whole(func(page protocol.PageRequest) (protocol.Page[insurance.Claim], error) {
		return claims.PageBy(q, "policy", policy.ID.Key(), page)
	}, func(c insurance.Claim) error {
		left.Claims = append(left.Claims, c)
		return nil
	})
	if err != nil {
		return false, err
	}
	if err := waits(q, policy, &left); err != nil {
		return false, err
	}
	return policy.ClosedOn(today, left), nil
}

// waits finds the time in which losses are reported, and whether triggers or audits of a policy wait.
func waits(q *ledger.Query, policy insurance.Policy, left *insurance.RunOff) error {
	keys, names := policy.Versions()
	for i := range keys {
		if err := periodWaits(q, policy, i, keys[i], names[i], left); err != nil {
			return err
		}
	}
	return whole(func(page protocol.PageRequest) (protocol.Page[insurance.Evaluation], error) {
		return evaluations.Page(q, policy.ID.Key(), page)
	}, func(e insurance.Evaluation) error {
		left.Waiting = left.Waiting || e.AuditOpen()
		return nil
	})
}

// periodWaits looks for the work that was made when a period of a policy was bound.
func periodWaits(q *ledger.Query, policy insurance.Policy, n int, key insurance.VersionKey, name insurance.QuoteID, left *insurance.RunOff) error {
	version, err := versions.Get(q, key)
	if err != nil {
		return err
	}
	quote, err := quotes.Get(q, name)
	if err != nil {
		return err
	}
	left.ReportingDays = max(left.ReportingDays, version.Claims.ReportingDays)
	work, err := policy.Waits(n, version, quote.Choices)
	if err != nil {
		return err
	}
	_, there, err := dues.FindMany(q, work)
	left.Waiting = left.Waiting || slices.Contains(there, true)
	return err
}
