// SPDX-License-Identifier: Apache-2.0

package process_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/network/await"
	"github.com/consort-finance/consort/network/process"
)

// shell is a node that runs a shell script.
func shell(t *testing.T, script string) process.Spec {
	dir := t.TempDir()
	return process.Spec{
		Name: "northbank.peer", Path: "/bin/sh", Args: []string{"-c", script}, Dir: dir,
		Log: filepath.Join(dir, "logs", "peer.log"), PIDFile: filepath.Join(dir, "run", "peer.pid"),
	}
}

func start(t *testing.T, spec process.Spec) *process.Process {
	t.Helper()
	p, err := process.Start(spec)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, p.Kill(context.Background())) })
	return p
}

// awaitLog waits until a line is in the log.
func awaitLog(t *testing.T, spec process.Spec, line string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	require.NoError(t, await.Success(ctx, 5*time.Millisecond, func(context.Context) error {
		if !strings.Contains(process.Tail(spec.Log, 100), line) {
			return errors.New("not logged yet")
		}
		return nil
	}))
}

func TestStartedProcessIsFoundAndStopped(t *testing.T) {
	spec := shell(t, "echo ready; exec sleep 60")
	p := start(t, spec)
	found, ok := process.Find(spec)
	require.True(t, ok)
	require.Equal(t, p.PID(), found.PID())
	again, started, err := process.Ensure(spec)
	require.NoError(t, err)
	require.False(t, started)
	require.Equal(t, p.PID(), again.PID())
	awaitLog(t, spec, "ready")

	require.NoError(t, found.Stop(t.Context(), 10*time.Second))
	require.ErrorIs(t, syscall.Kill(p.PID(), 0), syscall.ESRCH, "the number is known until the child is reaped")
	require.False(t, p.Alive())
	require.NoFileExists(t, spec.PIDFile)
	_, ok = process.Find(spec)
	require.False(t, ok)
}

func TestProcessHasItsOwnSessionAndNoTerminal(t *testing.T) {
	p := start(t, shell(t, "exec sleep 60"))
	session, err := syscall.Getpgid(p.PID())
	require.NoError(t, err)
	require.Equal(t, p.PID(), session, "an interrupt of the runner's terminal must not reach it")
}

func TestStopUsesForceAfterTheGracePeriod(t *testing.T) {
	spec := shell(t, "trap '' TERM; echo ready; while true; do sleep 0.05; done")
	p := start(t, spec)
	awaitLog(t, spec, "ready")
	require.NoError(t, p.Stop(t.Context(), 50*time.Millisecond))
	require.False(t, p.Alive())
}

// TestReusedNumberIsNeverSignalled writes the number of a living process, our
// own, with the birth of another.
func TestReusedNumberIsNeverSignalled(t *testing.T) {
	spec := shell(t, "exec sleep 60")
	require.NoError(t, os.MkdirAll(filepath.Dir(spec.PIDFile), 0o700))
	require.NoError(t, os.WriteFile(spec.PIDFile, []byte(strconv.Itoa(os.Getpid())+" 12345\n"), 0o600))
	_, found := process.Find(spec)
	require.False(t, found)
}

func TestUnreadablePIDFileNamesNoProcess(t *testing.T) {
	spec := shell(t, "exec sleep 60")
	require.NoError(t, os.MkdirAll(filepath.Dir(spec.PIDFile), 0o700))
	for _, text := range []string{"", "x 1", "1 1", "-1 1", "0 1", "77"} {
		require.NoError(t, os.WriteFile(spec.PIDFile, []byte(text), 0o600))
		_, found := process.Find(spec)
		require.False(t, found, "%q", text)
	}
}

func TestLogIsAppendedToAndPrivate(t *testing.T) {
	spec := shell(t, "echo run; umask")
	for range 2 {
		p := start(t, spec)
		require.ErrorContains(t, p.Await(t.Context(), func(context.Context) error { return errors.New("never") }), "process has ended")
	}
	log, err := os.ReadFile(spec.Log)
	require.NoError(t, err)
	require.Equal(t, "run\n0077\nrun\n0077\n", string(log))
	info, err := os.Stat(spec.Log)
	require.NoError(t, err)
	require.EqualValues(t, 0o600, info.Mode().Perm())
}

func TestShellVariablesDoNotReachNodes(t *testing.T) {
	t.Setenv("CORE_PEER_ID", "stray")
	t.Setenv("HTTPS_PROXY", "http://127.0.0.1:1")
	spec := shell(t, "env; echo done")
	spec.Env = []string{"CORE_PEER_NETWORKID=mine"}
	start(t, spec)
	awaitLog(t, spec, "done")
	log := process.Tail(spec.Log, 100)
	require.Contains(t, log, "CORE_PEER_NETWORKID=mine")
	require.NotContains(t, log, "stray")
	require.NotContains(t, log, "PROXY")
}

func TestNodesCollectGarbageLessOftenUnlessToldOtherwise(t *testing.T) {
	for set, want := range map[string]string{"": "GOGC=200", "150": "GOGC=150"} {
		t.Setenv("GOGC", set)
		spec := shell(t, "env; echo done")
		start(t, spec)
		awaitLog(t, spec, "done")
		require.Contains(t, process.Tail(spec.Log, 100), want)
	}
}

func TestFailureNamesNodeCauseAndLog(t *testing.T) {
	spec := shell(t, "echo cannot open ledger >&2; exit 3")
	p := start(t, spec)
	err := p.Await(t.Context(), func(context.Context) error { return errors.New("no answer") })
	require.ErrorContains(t, err, "northbank.peer: the process has ended (log: "+spec.Log+")\n    cannot open ledger")

	spec.Path = filepath.Join(spec.Dir, "missing")
	_, err = process.Start(spec)
	require.ErrorContains(t, err, "northbank.peer: ")
	require.ErrorContains(t, err, "no such file")
}

func TestHealthy(t *testing.T) {
	status, body := http.StatusOK, ""
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		require.Equal(t, "/healthz", r.URL.Path)
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}))
	defer server.Close()
	address := strings.TrimPrefix(server.URL, "http://")
	require.NoError(t, process.Healthy(t.Context(), address))
	status, body = http.StatusServiceUnavailable, `{"failed_checks":["docker"]}`
	require.EqualError(t, process.Healthy(t.Context(), address), `health: 503 Service Unavailable: {"failed_checks":["docker"]}`)
}

func TestTail(t *testing.T) {
	file := filepath.Join(t.TempDir(), "log")
	require.Empty(t, process.Tail(file, 3))
	require.NoError(t, os.WriteFile(file, []byte(strings.Repeat("x", 40_000)+"\na\nb\nc\n"), 0o600))
	require.Equal(t, "b\nc", process.Tail(file, 2))
}
