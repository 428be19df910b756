// SPDX-License-Identifier: Apache-2.0

package lifecycle

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/consort-finance/consort/network/await"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer/lifecycle"
)

// committed asks what the channel has.
func (a *admin) committed(ctx context.Context, channel string) (map[string]*lifecycle.QueryChaincodeDefinitionsResult_ChaincodeDefinition, error) {
	result, err := a.lifecycle.QueryCommitted(ctx, channel)
	if err != nil {
		return nil, fmt.Errorf("%s: query committed chaincodes: %w", a.Name, explain(err))
	}
	definitions := map[string]*lifecycle.QueryChaincodeDefinitionsResult_ChaincodeDefinition{}
	for _, d := range result.GetChaincodeDefinitions() {
		definitions[d.GetName()] = d
	}
	return definitions, nil
}

// commit makes the definition the channel's. The peers that endorse it must all
// have seen every approval, which reaches each of them in its own time; until
// then their answers differ, and it is tried again.
func (a *admin) commit(ctx context.Context, u *unit) error {
	ctx, cancel := context.WithTimeout(ctx, orderLimit)
	defer cancel()
	return await.Success(ctx, 100*time.Millisecond, func(ctx context.Context) error {
		there, err := a.committed(ctx, u.definition.ChannelName)
		if err != nil {
			return err
		}
		if there[u.Name].GetSequence() >= u.Sequence {
			return nil
		}
		if err := a.everyoneAgrees(ctx, u); err != nil {
			return err
		}
		if err := a.lifecycle.Commit(ctx, u.definition); err != nil {
			return a.fail("commit", u, err)
		}
		return nil
	})
}

// everyoneAgrees is an error that names who has not approved yet.
func (a *admin) everyoneAgrees(ctx context.Context, u *unit) error {
	readiness, err := a.lifecycle.CheckCommitReadiness(ctx, u.definition)
	if err != nil {
		return a.fail("check readiness", u, err)
	}
	approvals := readiness.GetApprovals()
	missing := slices.DeleteFunc(slices.Sorted(maps.Keys(approvals)), func(msp string) bool { return approvals[msp] })
	if len(missing) > 0 {
		return a.fail("check readiness", u, fmt.Errorf("not approved by %s", strings.Join(missing, ", ")))
	}
	return nil
}
