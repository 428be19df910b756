// SPDX-License-Identifier: Apache-2.0

package story_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/network/demo/story"
)

func TestRefused(t *testing.T) {
	wanted := fmt.Errorf("cash:Transfer as northbank/alice: %w", protocol.NotFound.New("account x is not there"))
	remark, err := story.Refused(wanted, protocol.NotFound)
	require.NoError(t, err)
	require.Equal(t, "refused, NOT_FOUND", remark)

	_, err = story.Refused(nil, protocol.NotFound)
	require.EqualError(t, err, "it was accepted, and NOT_FOUND was to refuse it")

	_, err = story.Refused(wanted, protocol.NotAuthorised)
	require.ErrorContains(t, err, "but not by NOT_AUTHORISED: cash:Transfer as northbank/alice: NOT_FOUND")

	away := errors.New("the peer is away")
	_, err = story.Refused(away, protocol.NotFound)
	require.Equal(t, away, err, "a network that fails refuses nothing")
}
