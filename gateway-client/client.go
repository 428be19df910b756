// SPDX-License-Identifier: Apache-2.0

package gatewayclient

import (
	"context"
	"errors"
	"fmt"
	"sync"
)

// InFlightDefault is how many calls a client has in flight at its peer's gateway, which serves 500 in all
// (peer.limits.concurrency.gatewayService).
const InFlightDefault = 400

// Client calls chaincodes in the name of one identity. Any number of goroutines may use it.
type Client struct {
	transport Transport
	outbox    Outbox
	defaults  options
	flights   chan struct{}

	life context.Context // ends with Close
	end  context.CancelFunc
	join sync.WaitGroup

	mu      sync.Mutex
	watches map[string]*watch
	doubts  map[string]Entry // envelopes of unknown outcome that nobody is resolving, by transaction
}

// ConnectOption sets up a client.
type ConnectOption func(*Client) error

// WithOutbox keeps envelopes elsewhere than in the process's memory, say in a [Directory].
func WithOutbox(outbox Outbox) ConnectOption {
	return func(c *Client) error {
		if outbox == nil {
			return errors.New("outbox: it is nil")
		}
		c.outbox = outbox
		return nil
	}
}

// InFlight bounds the calls that are at the gateway at one time; default [InFlightDefault].
func InFlight(n int) ConnectOption {
	return func(c *Client) error {
		if n < 1 {
			return fmt.Errorf("calls in flight: %d is less than 1", n)
		}
		c.flights = make(chan struct{}, n)
		return nil
	}
}

// Defaults sets options for all calls of the client.
func Defaults(opts ...Option) ConnectOption {
	return func(c *Client) (err error) {
		c.defaults, err = c.defaults.with(opts)
		return err
	}
}

// Connect reaches the gateway of a Fabric peer and asks for the channel's height, so that a wrong address, certificate
// or channel shows here.
func Connect(ctx context.Context, profile Profile, opts ...ConnectOption) (*Client, error) {
	transport, err := newFabric(profile)
	if err != nil {
		return nil, fmt.Errorf("connect: %w", err)
	}
	client, err := New(ctx, transport, profile.Channel, opts...)
	if err != nil {
		return nil, errors.Join(err, transport.Close())
	}
	return client, nil
}

// New makes a client over any transport. Envelopes that an earlier process left in the outbox wait for [Client.Recover],
// or for a call under their reference.
func New(ctx context.Context, transport Transport, channel string, opts ...ConnectOption) (*Client, error) {
	c := &Client{
		transport: transport,
		outbox:    NewMemoryOutbox(),
		defaults:  options{channel: channel, deadlines: DefaultDeadlines, retries: DefaultRetries},
		flights:   make(chan struct{}, InFlightDefault),
		watches:   map[string]*watch{},
		doubts:    map[string]Entry{},
	}
	if err := c.begin(ctx, opts); err != nil {
		return nil, fmt.Errorf("connect: %w", err)
	}
	c.life, c.end = context.WithCancel(context.Background())
	return c, nil
}

// begin applies the options, takes over what is in the outbox and reaches the peer.
func (c *Client) begin(ctx context.Context, opts []ConnectOption) error {
	for _, opt := range opts {
		if err := opt(c); err != nil {
			return err
		}
	}
	if err := c.loadDoubts(); err != nil {
		return err
	}
	_, err := c.Height(ctx)
	return err
}

// Close ends the block streams and the connection. Envelopes of unknown outcome stay in the outbox.
func (c *Client) Close() error {
	c.end()
	c.join.Wait()
	return c.transport.Close()
}

// Identity is who the client acts as.
func (c *Client) Identity() Identity { return c.transport.Identity() }

// Channel is where calls go that name no other.
func (c *Client) Channel() string { return c.defaults.channel }

// Height is the number of the channel's next block.
func (c *Client) Height(ctx context.Context, opts ...Option) (uint64, error) {
	o, err := c.defaults.with(opts)
	if err != nil {
		return 0, err
	}
	ctx, cancel := context.WithTimeout(ctx, o.deadlines.Evaluate)
	defer cancel()
	height, err := c.transport.Height(ctx, o.channel)
	if err != nil {
		return 0, fmt.Errorf("height of channel %s: %w", o.channel, err)
	}
	return height, nil
}

// watch answers the channel's watch, its stream begun. Whoever got it leaves it when done.
func (c *Client) watch(ctx context.Context, o options) (*watch, error) {
	c.mu.Lock()
	w := c.watches[o.channel]
	if w == nil {
		w = newWatch(c.transport, o.channel)
		c.watches[o.channel] = w
	}
	c.mu.Unlock()
	ctx, cancel := context.WithTimeout(ctx, o.deadlines.Evaluate)
	defer cancel()
	return w, w.enter(ctx, c.life, &c.join)
}

// flight makes one call to the gateway, as soon as it is one of the allowed number.
func (c *Client) flight(ctx context.Context, call func(context.Context) error) error {
	select {
	case c.flights <- struct{}{}:
	case <-ctx.Done():
		return fmt.Errorf("%w: %w: no call was free: %w", ErrNotSent, ErrTransient, ctx.Err())
	}
	defer func() { <-c.flights }()
	return call(ctx)
}
