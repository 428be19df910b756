// SPDX-License-Identifier: Apache-2.0

package ledger_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/ledger"
)

func TestAnswerIsTheValueOrTheError(t *testing.T) {
	value, err := ledger.Answer(7, nil)
	require.NoError(t, err)
	require.Equal(t, 7, *value)
	refused := errors.New("refused")
	value, err = ledger.Answer(7, refused)
	require.Nil(t, value, "half a value is not an answer")
	require.ErrorIs(t, err, refused)
}
