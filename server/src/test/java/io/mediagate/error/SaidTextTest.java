package io.mediagate.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SaidTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'error':{'code':5,'message':'It is too long'}}",
                "{'message':'It is too long','code':'TooLong'}",
                "{'error':'too_long','message':'It is too long'}",
                "{'detail':'It is too long'}",
                "{'detail':[{'loc':[],'msg':'It is too long'}]}",
                "{'detail':{'status':'long','message':'It is too long'}}",
                "{'errors':['It is too long'],'name':'too_long'}",
                "{'error':'Validation of it failed','issues':[{'message':'It is too long'}]}",
                "{'base_resp':{'status_code':2013,'status_msg':'It is too long'}}",
                "{'ErrCode':400017,'ErrMsg':'It is too long','Resp':null}",
                "{'status':'FAILED','failure':'It is too long','failureCode':'X'}",
                "{'data':{'task_status':'failed','task_status_msg':'It is too long'}}",
                "data: {'x':1}\n\ndata: {'error':{'message':'It is too long'}}\n",
                "Upstream said: {'error':{'message':'It is too long'}}"
            })
    void findsWhatIsMeantForAPerson(String body) {
        var said = SaidText.of(new Untrusted(body.replace('\'', '"'))).map(Untrusted::text);

        assertThat(said).hasValue("It is too long");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "{",
                "null",
                "7",
                "{\"oops\":true}",
                "{\"error\":\"too_long\"}",
                "{\"input\":\"a prompt of the caller\"}",
                "plain words are not JSON"
            })
    void findsNothingWhereNobodyIsSpokenTo(String body) {
        assertThat(SaidText.of(new Untrusted(body))).isEmpty();
    }
}
