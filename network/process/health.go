// SPDX-License-Identifier: Apache-2.0

package process

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/consort-finance/consort/network/await"
)

// Error is a node's failure: which, why, and what it said last.
type Error struct {
	Node  string
	Log   string
	Tail  string // last lines of the log; may be empty
	Cause error
}

func (e *Error) Error() string {
	text := fmt.Sprintf("%s: %v (log: %s)", e.Node, e.Cause, e.Log)
	if e.Tail != "" {
		text += "\n    " + strings.ReplaceAll(e.Tail, "\n", "\n    ")
	}
	return text
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Cause }

// Fail puts the node's name, log file and last lines around a cause.
func (s Spec) Fail(cause error) error {
	return &Error{Node: s.Name, Log: s.Log, Tail: Tail(s.Log, 5), Cause: cause}
}

// Await asks until check succeeds, and gives up at once when the process ends.
func (p *Process) Await(ctx context.Context, check func(context.Context) error) error {
	err := await.Success(ctx, 20*time.Millisecond, func(ctx context.Context) error {
		err := check(ctx)
		if err != nil && !p.Alive() {
			return fmt.Errorf("the process has ended: %w", await.ErrNever)
		}
		return err
	})
	if errors.Is(err, await.ErrNever) {
		err = errors.New("the process has ended")
	}
	if err != nil {
		return p.Fail(err)
	}
	return nil
}

// Healthy asks the node's operations endpoint (host:port) once.
func Healthy(ctx context.Context, operations string) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+operations+"/healthz", nil)
	if err != nil {
		return fmt.Errorf("health: %w", err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return fmt.Errorf("health: %w", err)
	}
	defer response.Body.Close()
	body, _ := io.ReadAll(io.LimitReader(response.Body, 1<<10))
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("health: %s: %s", response.Status, strings.TrimSpace(string(body)))
	}
	return nil
}

// Tail is the last lines of a log file, empty when there is none.
func Tail(file string, lines int) string {
	const window = 16 << 10
	f, err := os.Open(file)
	if err != nil {
		return ""
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.Size() > window {
		if _, err := f.Seek(-window, io.SeekEnd); err != nil {
			return ""
		}
	}
	data, err := io.ReadAll(f)
	if err != nil {
		return ""
	}
	all := strings.Split(strings.TrimRight(string(data), "\n"), "\n")
	return strings.Join(all[max(0, len(all)-lines):], "\n")
}
