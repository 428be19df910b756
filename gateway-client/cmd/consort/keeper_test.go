// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/gateway-client/keeper"
)

// A business date and no awaited rounds: there is nothing to do.
func TestKeeperOnce(t *testing.T) {
	out, _, code := run(t, newCanned(`{"date":"2026-07-01"}`), "keeper", "--once")
	require.Equal(t, exitDone, code)
	require.Equal(t, "0 rounds counted, 0 policies done, 0 paid, 0 done by others, 0 refused, 0 rounds waiting\n", out)
	out, _, code = run(t, newCanned(`{"date":"2026-07-01"}`), "keeper", "--once", "--json")
	require.Equal(t, exitDone, code)
	var tally keeper.Tally
	require.NoError(t, json.Unmarshal([]byte(out), &tally))

	away := newCanned("")
	away.refuse = errors.New("connection refused")
	_, errOut, code := run(t, away, "keeper", "--once")
	require.Equal(t, exitUsage, code)
	require.Contains(t, errOut, "connection refused")
	_, errOut, code = run(t, newCanned(""), "keeper", "--batch", "501")
	require.Equal(t, exitUsage, code)
	require.Contains(t, errOut, "batch 501 is not 1 to 500")
}

// SIGTERM ends the context, and that is no failure; trouble before is a line and no end.
func TestKeeperEndsCleanly(t *testing.T) {
	transport := newCanned("")
	transport.refuse = errors.New("connection refused")
	client, err := gatewayclient.New(t.Context(), transport, "finance", gatewayclient.Defaults(gatewayclient.Retry(gatewayclient.Retries{})))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, client.Close()) })
	a := &app{getenv: func(string) string { return "" }, client: client}
	ctx, stop := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer stop()
	var out, errOut strings.Builder
	root := a.root()
	root.SetArgs([]string{"keeper", "--json"})
	root.SetOut(&out)
	require.Equal(t, exitDone, a.report(root.ExecuteContext(ctx), &out, &errOut))
	require.Empty(t, errOut.String())
	var line keeper.Line
	require.NoError(t, json.Unmarshal([]byte(strings.SplitN(out.String(), "\n", 2)[0]), &line))
	require.Equal(t, keeper.Troubled, line.What)
}
