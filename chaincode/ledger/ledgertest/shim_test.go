// SPDX-License-Identifier: Apache-2.0

package ledgertest

import (
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"google.golang.org/protobuf/proto"
)

// shimPeer is the peer's end of the real shim's stream, on top of a simulation. With it the same chaincode
// runs once through the shim's own stub and handler, and once on the stub of this package.
type shimPeer struct {
	t         *testing.T
	stub      *stub
	toShim    chan *peer.ChaincodeMessage
	toPeer    chan *peer.ChaincodeMessage
	iterators map[string]shimQuery
}

// shimQuery is an open iterator: its batches as they go over the wire.
type shimQuery struct {
	answer func() *peer.QueryResponse
	next   func()
}

func (p *shimPeer) Send(m *peer.ChaincodeMessage) error {
	p.toPeer <- m
	return nil
}

func (p *shimPeer) Recv() (*peer.ChaincodeMessage, error) {
	m, ok := <-p.toShim
	if !ok {
		return nil, io.EOF
	}
	return m, nil
}

func (p *shimPeer) CloseSend() error { return nil }

// throughShim executes a chaincode on the real shim.
func throughShim(t *testing.T, s *simulation, cc *chaincode, prop *sealed, contract shim.Chaincode) *execution {
	t.Helper()
	p := &shimPeer{
		t:         t,
		stub:      &stub{sim: s, set: s.namespace(cc), prop: prop, under: &frame{world: s.world, cc: cc}},
		toShim:    make(chan *peer.ChaincodeMessage, 1),
		toPeer:    make(chan *peer.ChaincodeMessage, 1),
		iterators: map[string]shimQuery{},
	}
	ended := make(chan error, 1)
	go func() { ended <- shim.StartInProc(cc.name, p, contract) }()
	<-p.toPeer // REGISTER
	p.toShim <- &peer.ChaincodeMessage{Type: peer.ChaincodeMessage_REGISTERED}
	p.toShim <- &peer.ChaincodeMessage{Type: peer.ChaincodeMessage_READY, Payload: p.bytes(&peer.ChaincodeAdditionalParams{
		UseWriteBatch: true, MaxSizeWriteBatch: 1000, UseGetMultipleKeys: true, MaxSizeGetMultipleKeys: 1000,
	})}
	p.toShim <- &peer.ChaincodeMessage{
		Type: peer.ChaincodeMessage_TRANSACTION, Txid: prop.TxID, ChannelId: s.world.channel,
		Payload: p.bytes(&peer.ChaincodeInput{Args: prop.Args}), Proposal: prop.signedProposal(),
	}
	out := p.converse()
	close(p.toShim)
	<-ended
	return out
}

func (p *shimPeer) bytes(m proto.Message) []byte {
	raw, err := proto.Marshal(m)
	if err != nil {
		p.t.Error(err)
	}
	return raw
}

func (p *shimPeer) read(m *peer.ChaincodeMessage, into proto.Message) {
	if err := proto.Unmarshal(m.Payload, into); err != nil {
		p.t.Error(err)
	}
}

// converse answers the shim until the transaction is over.
func (p *shimPeer) converse() *execution {
	for m := range p.toPeer {
		switch m.Type {
		case peer.ChaincodeMessage_COMPLETED:
			response := &peer.Response{}
			p.read(m, response)
			return &execution{response: response, event: m.ChaincodeEvent}
		case peer.ChaincodeMessage_ERROR:
			return &execution{failure: string(m.Payload)}
		}
		payload, err := p.handle(m)
		back := &peer.ChaincodeMessage{Type: peer.ChaincodeMessage_RESPONSE, Payload: payload, Txid: m.Txid, ChannelId: m.ChannelId}
		if err != nil {
			back.Type, back.Payload = peer.ChaincodeMessage_ERROR, []byte(err.Error())
		}
		p.toShim <- back
	}
	return nil
}

func (p *shimPeer) handle(m *peer.ChaincodeMessage) ([]byte, error) {
	switch m.Type {
	case peer.ChaincodeMessage_GET_STATE:
		q := &peer.GetState{}
		p.read(m, q)
		if q.Collection == "" {
			return p.stub.GetState(q.Key)
		}
		return p.stub.GetPrivateData(q.Collection, q.Key)
	case peer.ChaincodeMessage_GET_STATE_MULTIPLE:
		q := &peer.GetStateMultiple{}
		p.read(m, q)
		values, err := p.multiple(q)
		return p.bytes(&peer.GetStateMultipleResult{Values: values}), err
	case peer.ChaincodeMessage_GET_PRIVATE_DATA_HASH:
		q := &peer.GetState{}
		p.read(m, q)
		return p.stub.GetPrivateDataHash(q.Collection, q.Key)
	case peer.ChaincodeMessage_GET_STATE_METADATA:
		return p.metadata(m)
	case peer.ChaincodeMessage_INVOKE_CHAINCODE:
		return p.invoke(m)
	default:
		if payload, err, ok := p.handleQuery(m); ok {
			return payload, err
		}
		return nil, p.write(m)
	}
}

func (p *shimPeer) multiple(q *peer.GetStateMultiple) ([][]byte, error) {
	if q.Collection == "" {
		return p.stub.GetMultipleStates(q.Keys...)
	}
	return p.stub.GetMultiplePrivateData(q.Collection, q.Keys...)
}

func (p *shimPeer) metadata(m *peer.ChaincodeMessage) ([]byte, error) {
	q := &peer.GetStateMetadata{}
	p.read(m, q)
	value, err := p.stub.GetPrivateDataValidationParameter(q.Collection, q.Key)
	result := &peer.StateMetadataResult{}
	if value != nil {
		result.Entries = []*peer.StateMetadata{{Metakey: peer.MetaDataKeys_VALIDATION_PARAMETER.String(), Value: value}}
	}
	return p.bytes(result), err
}

func (p *shimPeer) invoke(m *peer.ChaincodeMessage) ([]byte, error) {
	q := &peer.ChaincodeSpec{}
	p.read(m, q)
	result, err := p.stub.call(q.ChaincodeId.Name, q.Input.Args)
	if err != nil {
		return nil, p.stub.fail("INVOKE_CHAINCODE", err)
	}
	if result.response == nil {
		return p.stub.errorMessage(result), nil
	}
	return p.bytes(&peer.ChaincodeMessage{Type: peer.ChaincodeMessage_COMPLETED, Payload: p.bytes(result.response)}), nil
}

// write handles the messages that change something.
func (p *shimPeer) write(m *peer.ChaincodeMessage) error {
	var records []*peer.WriteRecord
	switch m.Type {
	case peer.ChaincodeMessage_PUT_STATE:
		q := &peer.PutState{}
		p.read(m, q)
		records = []*peer.WriteRecord{{Type: peer.WriteRecord_PUT_STATE, Collection: q.Collection, Key: q.Key, Value: q.Value}}
	case peer.ChaincodeMessage_DEL_STATE:
		q := &peer.DelState{}
		p.read(m, q)
		records = []*peer.WriteRecord{{Type: peer.WriteRecord_DEL_STATE, Collection: q.Collection, Key: q.Key}}
	case peer.ChaincodeMessage_PURGE_PRIVATE_DATA:
		q := &peer.DelState{}
		p.read(m, q)
		records = []*peer.WriteRecord{{Type: peer.WriteRecord_PURGE_PRIVATE_DATA, Collection: q.Collection, Key: q.Key}}
	case peer.ChaincodeMessage_PUT_STATE_METADATA:
		q := &peer.PutStateMetadata{}
		p.read(m, q)
		records = []*peer.WriteRecord{{Type: peer.WriteRecord_PUT_STATE_METADATA, Collection: q.Collection, Key: q.Key, Metadata: q.Metadata}}
	case peer.ChaincodeMessage_WRITE_BATCH_STATE:
		q := &peer.WriteBatchState{}
		p.read(m, q)
		records = q.Rec
	default:
		return fmt.Errorf("unexpected message %s", m.Type)
	}
	return p.apply(m, records)
}

func (p *shimPeer) apply(m *peer.ChaincodeMessage, records []*peer.WriteRecord) error {
	for _, r := range records {
		value := r.Value
		if r.Type == peer.WriteRecord_PUT_STATE_METADATA {
			value = r.Metadata.Value
		}
		if err := p.stub.apply(writeRecord{r.Type, r.Collection, r.Key, value}); err != nil {
			return p.stub.fail(m.Type.String(), err)
		}
	}
	return nil
}

// handleQuery handles queries and their iterators.
func (p *shimPeer) handleQuery(m *peer.ChaincodeMessage) ([]byte, error, bool) {
	var id string
	var err error
	switch m.Type {
	case peer.ChaincodeMessage_GET_STATE_BY_RANGE:
		q := &peer.GetStateByRange{}
		p.read(m, q)
		id, err = p.openRange(q)
	case peer.ChaincodeMessage_GET_HISTORY_FOR_KEY:
		q := &peer.GetHistoryForKey{}
		p.read(m, q)
		var it shim.HistoryQueryIteratorInterface
		if it, err = p.stub.GetHistoryForKey(q.Key); err == nil {
			id = open(p, it, nil)
		}
	case peer.ChaincodeMessage_QUERY_STATE_NEXT:
		q := &peer.QueryStateNext{}
		p.read(m, q)
		if _, there := p.iterators[q.Id]; !there {
			return nil, p.stub.fail(m.Type.String(), errors.New("query iterator not found")), true
		}
		id = q.Id
		p.iterators[id].next()
	case peer.ChaincodeMessage_QUERY_STATE_CLOSE:
		q := &peer.QueryStateClose{}
		p.read(m, q)
		delete(p.iterators, q.Id)
		return p.bytes(&peer.QueryResponse{Id: q.Id}), nil, true
	default:
		return nil, nil, false
	}
	if err != nil {
		return nil, err, true
	}
	return p.bytes(p.iterators[id].answer()), nil, true
}

func (p *shimPeer) openRange(q *peer.GetStateByRange) (string, error) {
	if q.Collection != "" {
		it, err := p.stub.privateRange(q.Collection, q.StartKey, q.EndKey)
		if err != nil {
			return "", err
		}
		return open(p, it, nil), nil
	}
	if q.Metadata == nil {
		return open(p, p.stub.rangeQuery(q.StartKey, q.EndKey), nil), nil
	}
	meta := &peer.QueryMetadata{}
	p.read(&peer.ChaincodeMessage{Payload: q.Metadata}, meta)
	it, answer, err := p.stub.page(q.StartKey, q.EndKey, meta.PageSize, meta.Bookmark)
	if err != nil {
		return "", err
	}
	return open(p, it, answer), nil
}

// open registers an iterator of this package under a new id.
func open(p *shimPeer, iter any, meta *peer.QueryResponseMetadata) string {
	id := fmt.Sprint("iterator ", len(p.iterators))
	switch it := iter.(type) {
	case *iterator[kvResult]:
		p.iterators[id] = shimQuery{next: it.fill, answer: func() *peer.QueryResponse { return wireBatch(p, id, it.batch, it.more, meta) }}
	case *iterator[historyResult]:
		p.iterators[id] = shimQuery{next: it.fill, answer: func() *peer.QueryResponse { return wireBatch(p, id, it.batch, it.more, meta) }}
	default:
		p.t.Errorf("unknown iterator %T", iter)
	}
	return id
}

func wireBatch[T proto.Message](p *shimPeer, id string, batch []T, more bool, meta *peer.QueryResponseMetadata) *peer.QueryResponse {
	out := &peer.QueryResponse{Id: id, HasMore: more}
	for _, m := range batch {
		out.Results = append(out.Results, &peer.QueryResultBytes{ResultBytes: p.bytes(m)})
	}
	if meta != nil {
		out.Metadata = p.bytes(meta)
	}
	return out
}
