// SPDX-License-Identifier: Apache-2.0

package lifecycle

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestBatchesKeepProgramsOfTheSameNameApart(t *testing.T) {
	cash, again := target{"./a/cmd/cash", "1"}, target{"a/cmd/cash/", "2"}
	other, parties := target{"b/cmd/cash", "3"}, target{"a/cmd/parties", "4"}
	require.Equal(t, [][]target{{cash, again, parties}, {other}}, batches([]target{cash, again, other, parties}))
	require.Empty(t, batches(nil))
}
