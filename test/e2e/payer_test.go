// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/network/consortium"
	"github.com/consort-finance/consort/network/desk"
)

// payerVariable tells this program to be a back office of its own, and what to pay.
const payerVariable = "CONSORT_E2E_PAYER"

// moment is a point in the life of a payment.
type moment string

const (
	// kept: the envelope is in the outbox and not submitted.
	kept moment = "kept"
	// committed: a block told, and the outbox still has the envelope.
	committed moment = "committed"
)

// paying is what a payer has to do.
type paying struct {
	Network string               `json:"network"` // directory
	Outbox  string               `json:"outbox"`  // directory
	Request cash.TransferRequest `json:"request"`
	Prefix  string               `json:"prefix"` // of the references, which go on with numbers from 1
	Times   int                  `json:"times"`
	Stop    moment               `json:"stop"` // where to wait for the end; nowhere when empty
}

func isPayer() bool { return os.Getenv(payerVariable) != "" }

// pay is the payer's program: it says each moment on its standard output.
func pay() int {
	var p paying
	err := json.Unmarshal([]byte(os.Getenv(payerVariable)), &p)
	if err == nil {
		err = p.run(context.Background())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "payer:", err)
		return 1
	}
	return 0
}

func (p *paying) run(ctx context.Context) error {
	network, err := consortium.Open(p.Network)
	if err != nil {
		return err
	}
	profile, err := desk.Profile(network, alice.bank, alice.name)
	if err != nil {
		return err
	}
	directory, err := gatewayclient.OpenDirectory(p.Outbox)
	if err != nil {
		return err
	}
	client, err := gatewayclient.Connect(ctx, profile, gatewayclient.WithOutbox(watched{directory, p.Stop}), gatewayclient.Defaults(patient...))
	if err != nil {
		return err
	}
	for i := range p.Times {
		if _, err := gatewayclient.Do(ctx, client, cash.Transfer, p.Request, gatewayclient.Reference(p.reference(i))); err != nil {
			return err
		}
	}
	return client.Close()
}

func (p *paying) reference(i int) string { return fmt.Sprintf("%s-%d", p.Prefix, i+1) }

// watched is an outbox that says what happens to it, and at one moment waits until the process is killed.
type watched struct {
	*gatewayclient.Directory
	stop moment
}

func (w watched) Put(entry gatewayclient.Entry) error {
	err := w.Directory.Put(entry)
	w.tell(kept)
	return err
}

func (w watched) Remove(txid string) error {
	w.tell(committed)
	return w.Directory.Remove(txid)
}

func (w watched) tell(m moment) {
	fmt.Println(m)
	if m == w.stop {
		<-make(chan struct{})
	}
}

// killAt runs a payer as a process and kills it with SIGKILL when it has said a moment so many times.
func (s *scene) killAt(p paying, m moment, times int) {
	s.Helper()
	order, err := json.Marshal(p)
	require.NoError(s, err)
	program, err := os.Executable()
	require.NoError(s, err)
	ctx, cancel := context.WithTimeout(s.Context(), 2*time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, program)
	command.Env = append(os.Environ(), payerVariable+"="+string(order))
	command.Stderr = os.Stderr
	output, err := command.StdoutPipe()
	require.NoError(s, err)
	require.NoError(s, command.Start())
	said := countUntil(output, string(m), times)
	require.NoError(s, command.Process.Kill())
	require.Error(s, command.Wait(), "it was killed")
	require.Equal(s, times, said, "times that the payer said %s", m)
}

// countUntil reads lines until one has come so many times.
func countUntil(output io.Reader, line string, times int) (count int) {
	lines := bufio.NewScanner(output)
	for count < times && lines.Scan() {
		if lines.Text() == line {
			count++
		}
	}
	return count
}
