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

	"github.com/consort-finance/consort/chaincode/protocol"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/network/consortium"
	"github.com/consort-finance/consort/network/desk"
)

// clerkVariable tells this program to be a back office of its own, and what to do.
const clerkVariable = "CONSORT_E2E_CLERK"

// moment is a point in the life of a transaction.
type moment string

const (
	// kept: the envelope is in the outbox and not submitted.
	kept moment = "kept"
	// committed: a block told, and the outbox still has the envelope.
	committed moment = "committed"
)

// order is a transaction that a clerk has to carry out, under a reference of the back office's books.
type order struct {
	Call      gatewayclient.Invocation `json:"call"`
	Reference string                   `json:"reference"`
}

// orderOf writes an order.
func orderOf[Req protocol.Request, Res any](s *scene, e protocol.SubmitEndpoint[Req, Res], request Req, reference string) order {
	s.Helper()
	argument, transient, err := e.Write(request)
	require.NoError(s, err)
	return order{gatewayclient.Invocation{Name: e.Name(), Argument: argument, Transient: transient, Confidential: e.Confidential()}, reference}
}

// clerk is a back office in a process of its own, to be killed: what it left in doubt comes first, then its orders.
type clerk struct {
	Network string  `json:"network"` // directory
	Outbox  string  `json:"outbox"`  // directory
	Member  string  `json:"member"`
	Person  string  `json:"person"`
	Orders  []order `json:"orders"`
	Stop    moment  `json:"stop"` // where to wait for the end; nowhere when empty
	Times   int     `json:"times"`
}

func isClerk() bool { return os.Getenv(clerkVariable) != "" }

// serve is the clerk's program: it says each moment on its standard output.
func serve() int {
	var c clerk
	err := json.Unmarshal([]byte(os.Getenv(clerkVariable)), &c)
	if err == nil {
		err = c.run(context.Background())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "clerk:", err)
		return 1
	}
	return 0
}

func (c *clerk) run(ctx context.Context) error {
	network, err := consortium.Open(c.Network)
	if err != nil {
		return err
	}
	directory, err := gatewayclient.OpenDirectory(c.Outbox)
	if err != nil {
		return err
	}
	client, err := c.connect(ctx, network, &watched{Directory: directory, stop: c.Stop, left: c.Times})
	if err != nil {
		return err
	}
	if _, err := client.Recover(ctx); err != nil {
		return err
	}
	if err := c.carryOut(ctx, client); err != nil {
		return err
	}
	return client.Close()
}

func (c *clerk) connect(ctx context.Context, network *consortium.Consortium, outbox gatewayclient.Outbox) (*gatewayclient.Client, error) {
	profile, err := desk.Profile(network, c.Member, c.Person)
	if err != nil {
		return nil, err
	}
	return gatewayclient.Connect(ctx, profile, gatewayclient.WithOutbox(outbox), gatewayclient.Defaults(patient...))
}

func (c *clerk) carryOut(ctx context.Context, client *gatewayclient.Client) error {
	for _, order := range c.Orders {
		if _, err := client.Submit(ctx, order.Call, gatewayclient.Reference(order.Reference)); err != nil {
			return fmt.Errorf("%s: %w", order.Reference, err)
		}
	}
	return nil
}

// watched is an outbox that says what happens to it, and when something did for the last time waits until the process is
// killed.
type watched struct {
	*gatewayclient.Directory
	stop moment
	left int
}

func (w *watched) Put(entry gatewayclient.Entry) error {
	err := w.Directory.Put(entry)
	w.tell(kept)
	return err
}

func (w *watched) Remove(txid string) error {
	w.tell(committed)
	return w.Directory.Remove(txid)
}

func (w *watched) tell(m moment) {
	fmt.Println(m)
	if m != w.stop {
		return
	}
	if w.left--; w.left == 0 {
		<-make(chan struct{})
	}
}

// killAt runs a clerk as a process and kills it with SIGKILL when it has said a moment so many times.
func (s *scene) killAt(c clerk, m moment, times int) {
	s.Helper()
	task, err := json.Marshal(c)
	require.NoError(s, err)
	program, err := os.Executable()
	require.NoError(s, err)
	ctx, cancel := context.WithTimeout(s.Context(), 2*time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, program)
	command.Env = append(os.Environ(), clerkVariable+"="+string(task))
	command.Stderr = os.Stderr
	output, err := command.StdoutPipe()
	require.NoError(s, err)
	require.NoError(s, command.Start())
	said := countUntil(output, string(m), times)
	require.NoError(s, command.Process.Kill())
	require.Error(s, command.Wait(), "it was killed")
	require.Equal(s, times, said, "times that the clerk said %s", m)
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
